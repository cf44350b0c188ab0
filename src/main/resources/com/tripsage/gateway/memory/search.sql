-- The hits of a search among the caller's memories, best first. by_meaning.sql, by_words.sql or by_both.sql
-- finds them.
--
-- Row-level security keeps PostgreSQL from using an index over everybody's vectors or words: filtered afterwards, it would find too
-- few. So a search goes through the caller's own rows, the cheap way first: docs/decisions/0007-exact-by-quantised-prefilter.md.
--
-- Rows are looked up by arrays of ids, each array once. For a table that has grown since PostgreSQL planned the statement, it is not
-- the primary key that a lookup of a single id goes through, but all rows of the caller's.
with memories as not materialized (
    select *
      from public.memory_embeddings
     where ${filter}
),
hits as materialized (
${hits}
),
rows_of_hits as materialized (
    select ${columns}
      from public.memory_embeddings
     where id = any(array(select id from hits))
)
select memory.*, hit.score, hit.distance, hit.text_rank, hit.exact
  from hits as hit
  join rows_of_hits as memory on memory.id = hit.id
 order by hit.position
