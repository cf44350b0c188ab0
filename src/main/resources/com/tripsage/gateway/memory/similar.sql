-- The memories that others are like, the nearest first, among all of the caller's that stand for themselves.
--
-- Codes that differ by more than the reach are of vectors that are farther apart than the bound: a turn by an angle takes a number
-- over one of three levels with a probability of up to angle / π each, and five standard deviations are added. Of the others those
-- with the nearest codes are compared in full.
with source as materialized (
    select id, embedding, embedding_code as code, ceil(expected + 5 * sqrt(expected)) as reach,
           case when embedding_model in ('unspecified', :deploymentModel)
                then array['unspecified', :deploymentModel]
                else array[embedding_model::text] end as models
      from public.memory_embeddings
     cross join lateral (select 3 * count(*) * acos(1 - :bound) / pi() as expected
                           from unnest(embedding::real[]) as number
                          where number <> 0) as differences
     where id = any(:ids)
       and embedding is not null
),
compared as materialized (
    select id, embedding_model::text as embedding_model, embedding_code as code
      from public.memory_embeddings
     where embedding is not null
       and superseded_by is null
     ${newest}
),
near as materialized (
    select s.id as source, nearest.id, s.embedding
      from source s
     cross join lateral (select c.id, c.code <~> s.code as difference
                           from compared c
                          where c.embedding_model = any(s.models)
                            and c.id <> s.id
                          order by difference
                          limit 4 * :most) as nearest
     where nearest.difference <= s.reach
),
measured as materialized (
    select source, id, distance, row_number() over (partition by source order by distance, id) as place
      from near
     cross join lateral (select m.embedding <=> near.embedding as distance
                           from public.memory_embeddings m
                          where m.id = near.id
                         offset 0) as exactly
     where distance <= :bound
),
chosen as materialized (
    select * from measured where place <= :most
),
rows_of_chosen as materialized (
    select ${columns}
      from public.memory_embeddings
     where id = any(array(select id from chosen))
)
select m.*, s.id as source, c.distance
  from source s
  left join chosen c on c.source = s.id
  left join rows_of_chosen m on m.id = c.id
 order by s.id, c.place
