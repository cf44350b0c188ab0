-- Memories, stored for searches by meaning and by words as docs/decisions/0007-exact-by-quantised-prefilter.md has measured it.

create function gateway.embedding_code(embedding vector) returns varbit
    language sql immutable parallel safe
    return binary_quantize(embedding)
        || binary_quantize(l2_normalize(embedding) - array_fill(0.0255::real, array[1536])::vector)
        || binary_quantize(l2_normalize(embedding) + array_fill(0.0255::real, array[1536])::vector);
comment on function gateway.embedding_code(vector) is
    'Each number of the unit vector as one of four levels, bounded by 0 and by one standard deviation, 1/sqrt(1536), on '
    'either side, in unary: so the Hamming distance of two codes is the L1 distance of the levels.';

create table public.memory_embeddings (
    id              uuid         not null default gen_random_uuid(),
    user_id         uuid         not null,
    content_type    varchar(50),
    content_text    text         not null,
    embedding       vector(1536),
    embedding_model varchar(100) not null default 'unspecified',
    metadata        jsonb                 default '{}',
    session_id      uuid,
    last_seen_at    timestamptz,
    superseded_by   uuid,
    describes_trip  uuid,
    created_at      timestamptz  not null default now(),
    updated_at      timestamptz  not null default now(),
    version         int          not null default 1,
    position        bigint       not null generated always as identity,
    text_key        uuid         generated always as (gateway.text_key(content_text)) stored,
    words           tsvector     generated always as (gateway.words(content_text)) stored,
    embedding_code  bit(4608)    generated always as (gateway.embedding_code(embedding)) stored,

    constraint memory_embeddings_pkey               primary key (id),
    constraint memory_is_one_of_its_users           unique (user_id, id),
    constraint memory_belongs_to_a_user             foreign key (user_id) references public.users (id) on delete cascade,
    constraint memory_superseded_by_of_the_user     foreign key (user_id, superseded_by)
        references public.memory_embeddings (user_id, id) on delete set null (superseded_by),
    constraint memory_is_superseded_by_another      check (superseded_by <> id),
    constraint memory_kind_is_known                 check (content_type in ('conversation', 'preference', 'insight',
                                                                             'trip_creation')),
    constraint memory_text_is_not_too_long          check (length(content_text) <= 100000)
);
comment on table public.memory_embeddings is 'Memories: texts that the assistant remembers of a user, found again by meaning and by words.';
comment on column public.memory_embeddings.embedding_model is
    'The model that made the vector; only vectors of one model are compared. Unspecified: that of the deployment, as far as is known.';
comment on column public.memory_embeddings.session_id is
    'The chat that the memory comes from, which may be gone or belong to another program.';
comment on column public.memory_embeddings.last_seen_at is 'The time when the same fact was added again; null when it was not.';
comment on column public.memory_embeddings.superseded_by is 'The newer memory that stands for this one, which searches leave out.';
comment on column public.memory_embeddings.describes_trip is
    'The trip whose description this memory is; null for what users and their assistants remember themselves.';
comment on column public.memory_embeddings.position is 'Orders those that are equal otherwise, as they were made.';
comment on column public.memory_embeddings.text_key is 'Recognises the same text.';

-- Exact comparison reads the vectors themselves. In the row they cost a third of what they cost in a TOAST table.
alter table public.memory_embeddings
    alter column embedding      set storage plain,
    alter column embedding_code set storage plain;
alter table public.memory_embeddings
    set (toast_tuple_target = 8160, autovacuum_vacuum_insert_scale_factor = 0.02);

create index memory_embeddings_by_user_created_position on public.memory_embeddings (user_id, created_at, position);
create index memory_embeddings_by_metadata              on public.memory_embeddings
    using gin (metadata);
-- All that a rough ranking of a caller's memories needs, read from the index alone.
create index memory_embeddings_by_code on public.memory_embeddings (user_id, embedding_model)
    include (embedding_code, id, content_type, created_at, session_id)
    where embedding is not null and superseded_by is null;
create index memory_embeddings_by_text on public.memory_embeddings (user_id, text_key);
create index memory_embeddings_by_superseding on public.memory_embeddings (user_id, superseded_by)
    where superseded_by is not null;
create index memory_embeddings_of_trips on public.memory_embeddings (user_id)
    where content_type = 'trip_creation';
create index memory_embeddings_by_described_trip on public.memory_embeddings (user_id, describes_trip)
    where describes_trip is not null;
-- Those that no search by meaning can find yet: few, and counted by each search.
create index memory_embeddings_pending on public.memory_embeddings (user_id)
    where embedding is null;

create trigger memory_embeddings_begin before insert on public.memory_embeddings
    for each row execute function gateway.begin_row();

-- To be seen again, or to get a vector, does not make a new version of a memory.
select gateway.count_versions('public.memory_embeddings',
                              uncounted => '{embedding,embedding_model,last_seen_at,describes_trip}');

select gateway.follow('public.memory_embeddings',
                      user_id => 'row.user_id',
                      unnamed => '{embedding,embedding_model,last_seen_at,describes_trip}');

create function gateway.forget_embedding() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    new.embedding       := null;
    new.embedding_model := 'unspecified';
    return new;
end $$;
comment on function gateway.forget_embedding() is
    'Removes the vector of the text that an update replaces: the writer brings the vector of the new text, or it is made later. A '
    'writer whose vector may be equal to the old one names its text, as md5, in the setting gateway.embedded_text.';

create trigger memory_embeddings_forget_embedding before update of content_text on public.memory_embeddings
    for each row
    when (old.content_text is distinct from new.content_text
          and old.embedding is not null
          and old.embedding::real[] is not distinct from new.embedding::real[]
          and current_setting('gateway.embedded_text', true) is distinct from md5(new.content_text))
    execute function gateway.forget_embedding();

alter table public.memory_embeddings enable row level security, force row level security;

create policy memories_are_their_users on public.memory_embeddings for all to authenticated
    using (user_id = (select auth.uid()));

revoke all on public.memory_embeddings from public, anon, authenticated;
grant select, delete,
      insert (id, user_id, content_type, content_text, embedding, embedding_model, metadata, session_id, describes_trip, created_at),
      update (content_type, content_text, embedding, embedding_model, metadata, session_id, last_seen_at, superseded_by)
    on public.memory_embeddings to authenticated;

set local role tripsage_embedding;

create function embedding.enqueue_memory() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if new.embedding is null then
        insert into gateway.embedding_queue (kind, id, user_id)
        values ('memory', new.id, new.user_id)
            on conflict (kind, id) do update set due_at = now(), attempts = 0;
    else
        delete from gateway.embedding_queue q where q.kind = 'memory' and q.id = new.id;
    end if;
    return null;
end $$;
comment on function embedding.enqueue_memory() is 'Queues a memory without a vector, and takes one that has it out of the queue.';

reset role;

-- A memory that shows nothing, as other programs may store one, does not wait.
create trigger memory_embeddings_enqueue after insert on public.memory_embeddings
    for each row when (new.embedding is null and not gateway.is_blank(new.content_text))
    execute function embedding.enqueue_memory();

create trigger memory_embeddings_enqueue_again after update of content_text, embedding on public.memory_embeddings
    for each row
    when (new.embedding is null and (old.embedding is not null or old.content_text is distinct from new.content_text)
          or new.embedding is not null and old.embedding is null)
    execute function embedding.enqueue_memory();
