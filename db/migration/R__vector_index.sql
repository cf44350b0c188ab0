-- The index over everybody's vectors, for programs that search across users: the gateway's own searches never use it
-- (docs/decisions/0007-exact-by-quantised-prefilter.md). Changing the placeholder runs this again:
-- none, hnsw, or diskann where the server has pgvectorscale; diskann without it leaves everything as it is.
create or replace function gateway.wanted_vector_index() returns text
    language sql immutable parallel safe
    return '${vectorindex}';

do $$
declare
    wanted constant text := '${vectorindex}';
    found  constant text := (select a.amname
                               from pg_class i
                               join pg_am a on a.oid = i.relam
                              where i.oid = to_regclass('public.memory_embeddings_by_meaning'));
begin
    if wanted not in ('none', 'hnsw', 'diskann') then
        raise exception 'the placeholder vectorindex is none, hnsw or diskann, not %', wanted;
    end if;
    if wanted = 'diskann' and not exists (select from pg_am where amname = 'diskann') then
        raise notice 'the server has no pgvectorscale: the index over the vectors stays as it is';
        return;
    end if;
    if wanted is not distinct from coalesce(found, 'none') then
        return;
    end if;
    drop index if exists public.memory_embeddings_by_meaning;
    if wanted = 'hnsw' then
        create index memory_embeddings_by_meaning on public.memory_embeddings
            using hnsw (embedding vector_cosine_ops) with (m = 16, ef_construction = 200);
    elsif wanted = 'diskann' then
        execute 'create index memory_embeddings_by_meaning on public.memory_embeddings'
                ' using diskann (embedding vector_cosine_ops)';
    end if;
end
$$;
