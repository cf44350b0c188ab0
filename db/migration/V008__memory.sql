create table public.memory_embeddings (
    id           uuid         not null default gen_random_uuid(),
    user_id      uuid         not null,
    content_type varchar(50),
    content_text text         not null,
    embedding    vector(1536),
    metadata     jsonb                 default '{}',
    session_id   uuid,
    created_at   timestamptz  not null default now(),
    updated_at   timestamptz  not null default now(),
    version      int          not null default 1,

    constraint memory_embeddings_pkey      primary key (id),
    constraint memory_belongs_to_a_user    foreign key (user_id) references public.users (id) on delete cascade,
    constraint memory_kind_is_known        check (content_type in ('conversation', 'preference', 'insight',
                                                                    'trip_creation')),
    constraint memory_text_is_not_too_long check (length(content_text) <= 100000)
);
comment on table public.memory_embeddings is
    'What the assistant remembers of a user, to be found again by meaning and by words.';
comment on column public.memory_embeddings.session_id is
    'The chat it comes from, which may be gone or belong to another program.';

create index memory_embeddings_by_user_created_id on public.memory_embeddings (user_id, created_at, id);
create index memory_embeddings_by_meaning         on public.memory_embeddings
    using hnsw (embedding vector_cosine_ops) with (m = 16, ef_construction = 200);
create index memory_embeddings_by_words           on public.memory_embeddings
    using gin (to_tsvector('english', content_text));
create index memory_embeddings_by_metadata        on public.memory_embeddings
    using gin (metadata);

create trigger memory_embeddings_next_version
    before update on public.memory_embeddings
    for each row execute function gateway.next_version();

alter table public.memory_embeddings enable row level security;
alter table public.memory_embeddings force  row level security;

create policy memories_are_their_users on public.memory_embeddings
    for all to authenticated
    using      (user_id = (select auth.uid()))
    with check (user_id = (select auth.uid()));

revoke all on public.memory_embeddings from public, anon, authenticated;
grant select, delete on public.memory_embeddings to authenticated;
grant insert (id, user_id, content_type, content_text, embedding, metadata, session_id, created_at)
    on public.memory_embeddings to authenticated;
grant update (content_type, content_text, embedding, metadata, session_id)
    on public.memory_embeddings to authenticated;
