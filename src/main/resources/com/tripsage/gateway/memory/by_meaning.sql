-- The memories that are nearest to a vector.
with nearest as materialized (
${nearest.sql}
)
select id, 1 - distance / 2 as score, distance, cast(null as float8) as text_rank, exact,
       row_number() over (order by distance, id) as position
  from nearest
 order by position
 limit :first
