-- The memories that are nearest to a vector, not in order: distance, and place among them. exact says that all were compared in full.
--
-- The nearest by the codes are compared in full. That is enough when there are no others, or when a regression over those that were
-- compared puts all others, 3.5 standard deviations on the safe side, behind the last that is asked for. Otherwise the nearest 10,000
-- by the codes are compared in full. A vector of zeros, which other programs may have stored, is as far from one direction as from all.
with query as materialized (
    select :embedding as embedding, gateway.embedding_code(:embedding) as code
),
compared_memories as not materialized (
    select *
      from memories
     where embedding is not null
       and embedding_model = any(:models)
),
chosen as materialized (
    select id, embedding_code <~> (select code from query) as difference
      from compared_memories
     order by difference
     limit greatest(10 * :first, 200) + 1
),
measured as materialized (
    select id, coalesce(nullif(embedding <=> (select embedding from query), 'NaN'), 1) as distance
      from public.memory_embeddings
     where id = any(array(select id from chosen))
),
compared as materialized (
    select id, difference, distance from chosen join measured using (id)
),
verdict as materialized (
    select complete,
           complete
           or coalesce(beyond > (select distance from compared order by distance offset :first - 1 limit 1), false) as enough
      from (select count(*) <= greatest(10 * :first, 200) as complete,
                   regr_intercept(distance, difference)
                   + regr_slope(distance, difference) * max(difference)
                   - 3.5 * sqrt(greatest(0, regr_syy(distance, difference) * (1 - regr_r2(distance, difference)))
                                / nullif(count(*), 0)) as beyond
              from compared) as regression
),
chosen_again as materialized (
    select id
      from compared_memories
     where not (select enough from verdict)
     order by embedding_code <~> (select code from query)
     limit 10000
),
compared_in_full as (
    select id, distance
      from compared
     where (select enough from verdict)
    union all
    select id, coalesce(nullif(embedding <=> (select embedding from query), 'NaN'), 1) as distance
      from public.memory_embeddings
     where not (select enough from verdict)
       and id = any(array(select id from chosen_again))
)
select id, distance, rank() over (order by distance) as place,
       (select complete from verdict) or (select count(*) between 1 and 9999 from chosen_again) as exact
  from compared_in_full
