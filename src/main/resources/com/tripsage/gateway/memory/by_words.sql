-- The memories that have the words of a text.
with best as materialized (
${best.sql}
)
select id, text_rank as score, cast(null as float8) as distance, text_rank, true as exact, position
  from best
 order by position
 limit :first
