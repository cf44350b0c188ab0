-- Memories and trips that wait for their vectors. A background worker finds their users here, and then reads and writes as each of
-- them, under row-level security: the queue holds ids and nothing else. The functions behind the triggers act as a role of their
-- own, which the gateway's role becomes to look after the queue. See docs/decisions/0020-vectors-in-the-background.md.

select gateway.create_owning_role('tripsage_embedding', 'embedding');

create table gateway.embedding_queue (
    kind     text        not null,
    id       uuid        not null,
    user_id  uuid        not null,
    due_at   timestamptz not null default now(),
    attempts int         not null default 0,

    constraint embedding_queue_pkey          primary key (kind, id),
    constraint embedding_queue_kind_is_known check (kind in ('memory', 'trip'))
);
comment on table gateway.embedding_queue is
    'Rows without a vector, and their users. A worker that takes one moves it into the future.';

create index embedding_queue_by_user_due on gateway.embedding_queue (user_id, due_at);

alter table gateway.embedding_queue enable row level security, force row level security;

create policy embedding_queue_is_for_the_worker on gateway.embedding_queue for all to tripsage_embedding using (true);

revoke all on gateway.embedding_queue from public, anon, authenticated;
grant select, insert, update, delete on gateway.embedding_queue to tripsage_embedding;

set local role tripsage_embedding;
comment on schema embedding is 'Functions that keep vectors in step with their texts, whoever changes the texts.';
reset role;
