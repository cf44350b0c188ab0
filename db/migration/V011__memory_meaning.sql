-- What search by meaning and by words needs to know of a memory, and how it is stored; measured in
-- docs/decisions/0007-exact-by-quantised-prefilter.md. Whoever writes a row computes its generated columns, so everybody may
-- execute their functions.

create function gateway.embedding_code(embedding vector) returns varbit
    language sql
    immutable
    parallel safe
    return binary_quantize(embedding)
        || binary_quantize(l2_normalize(embedding) - array_fill(0.0255::real, array[1536])::vector)
        || binary_quantize(l2_normalize(embedding) + array_fill(0.0255::real, array[1536])::vector);
comment on function gateway.embedding_code(vector) is
    'Each number of the unit vector as one of four levels, bounded by 0 and by one standard deviation, 1/sqrt(1536), on '
    'either side, in unary: so the Hamming distance of two codes is the L1 distance of the levels.';
grant execute on function gateway.embedding_code(vector) to public;

create function gateway.text_key(text text) returns uuid
    language sql
    immutable
    parallel safe
    return md5(rtrim(ltrim(regexp_replace(lower(normalize(text, nfkc)), '\s+', ' ', 'g')), ' .'))::uuid;
comment on function gateway.text_key(text) is
    'The same for texts that differ only in case, in white space, in the way their characters are composed or in a full '
    'stop at the end.';
grant execute on function gateway.text_key(text) to public;

create function gateway.words(text text) returns tsvector
    language sql
    immutable
    parallel safe
    return to_tsvector('english', regexp_replace(text, '(\d),(?=\d{3}(?!\d))', '\1', 'g'));
comment on function gateway.words(text) is
    'The words of an English text. Numbers have no commas, so that 1800 finds $1,800, of which PostgreSQL makes 1 and 800.';
grant execute on function gateway.words(text) to public;

-- Exact comparison reads the vectors themselves. In the row they cost a third of what they cost in a TOAST table.
alter table public.memory_embeddings
    alter column embedding set storage plain;
alter table public.memory_embeddings
    set (toast_tuple_target = 8160, autovacuum_vacuum_insert_scale_factor = 0.02);

alter table public.memory_embeddings
    add column embedding_model varchar(100) not null default 'unspecified',
    add column last_seen_at    timestamptz,
    add column superseded_by   uuid,
    add column text_key        uuid generated always as (gateway.text_key(content_text)) stored,
    add column words           tsvector generated always as (gateway.words(content_text)) stored,
    add column embedding_code  bit(4608) generated always as (gateway.embedding_code(embedding)) stored,
    add constraint memory_is_one_of_its_users       unique (user_id, id),
    add constraint memory_is_superseded_by_another  check (superseded_by <> id),
    add constraint memory_superseded_by_of_the_user foreign key (user_id, superseded_by)
        references public.memory_embeddings (user_id, id) on delete set null (superseded_by),
    alter column embedding_code set storage plain,
    alter column last_seen_at   set default now();
comment on column public.memory_embeddings.embedding_model is
    'What made the vector; only vectors of one model are compared. Unspecified: that of the deployment, as far as is known.';
comment on column public.memory_embeddings.last_seen_at is
    'When the same fact was added again; null for rows from before there was this column.';
comment on column public.memory_embeddings.superseded_by is
    'The newer memory that stands for this one, which searches leave out.';
comment on column public.memory_embeddings.text_key is
    'To recognise the same text.';

-- All that ranking a caller's memories roughly needs, read from the index alone.
create index memory_embeddings_by_code on public.memory_embeddings (user_id, embedding_model)
    include (embedding_code, id, content_type, created_at, session_id)
    where embedding is not null and superseded_by is null;
create index memory_embeddings_by_text on public.memory_embeddings (user_id, text_key);
create index memory_embeddings_by_superseding on public.memory_embeddings (user_id, superseded_by)
    where superseded_by is not null;
create index memory_embeddings_of_trips on public.memory_embeddings (user_id)
    where content_type = 'trip_creation';

-- To be seen again, or to get a vector, is no new version of a memory.
drop trigger memory_embeddings_next_version on public.memory_embeddings;
create trigger memory_embeddings_next_version
    before update of content_type, content_text, metadata, session_id, superseded_by, created_at, user_id
    on public.memory_embeddings
    for each row execute function gateway.next_version();

create function gateway.forget_embedding() returns trigger
    language plpgsql
    set search_path = ''
as $$
begin
    new.embedding       := null;
    new.embedding_model := 'unspecified';
    return new;
end
$$;
comment on function gateway.forget_embedding() is
    'The vector of an old text is none of the new one: who changes the text brings the vector, or it is made later. A writer '
    'whose vector may be the old one says for which text it is, as md5, in the setting gateway.embedded_text.';
revoke execute on function gateway.forget_embedding() from public;

create trigger memory_embeddings_forget_embedding
    before update of content_text on public.memory_embeddings
    for each row
    when (old.content_text is distinct from new.content_text
          and old.embedding is not null
          and old.embedding::real[] is not distinct from new.embedding::real[]
          and current_setting('gateway.embedded_text', true) is distinct from md5(new.content_text))
    execute function gateway.forget_embedding();

grant insert (embedding_model), update (embedding_model, last_seen_at, superseded_by)
    on public.memory_embeddings to authenticated;
