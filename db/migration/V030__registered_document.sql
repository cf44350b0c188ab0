-- Documents that operators have registered, which clients name by hash or name, and to which they may be held. Callers have no right
-- to them: the gateway reads them for all as a role of its own. See docs/decisions/0048-persisted-documents.md.

select gateway.create_role('tripsage_documents');

create table gateway.registered_documents (
    hash          text        not null,
    name          text,
    document      text        not null,
    registered_at timestamptz not null default clock_timestamp(),

    constraint registered_documents_pkey                  primary key (hash),
    constraint registered_document_is_found_by_its_name   unique (name),
    constraint registered_document_has_a_hash             check (hash ~ '^[0-9a-f]{64}$')
);
comment on table gateway.registered_documents is 'Documents that operators have registered.';
comment on column gateway.registered_documents.hash is 'The SHA-256 of the text in UTF-8.';
comment on column gateway.registered_documents.name is 'Null for an earlier document of a name that has another one now.';

alter table gateway.registered_documents enable row level security, force row level security;

create policy registered_documents_are_for_the_gateway on gateway.registered_documents for all to tripsage_documents using (true);

revoke all on gateway.registered_documents from public, anon, authenticated;
grant select, delete, insert (hash, name, document), update (name, registered_at) on gateway.registered_documents to tripsage_documents;
