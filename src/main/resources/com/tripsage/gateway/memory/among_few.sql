-- The hits of a search by meaning among few memories: each that can be compared is compared in full, and those that can't are counted on
-- the way, so that there is a row, without a distance, also where there are no hits. searched says how many memories there are, up to
-- one more than few.
select ${columns},
       1 - distance / 2 as score, distance, cast(null as float8) as text_rank, true as exact,
       count(*) over () as searched,
       count(*) filter (where embedding is null and not gateway.is_blank(content_text)) over () as pending,
       count(*) filter (where embedding is not null and embedding_model <> all(:models)) over () as other_models
  from (select *,
               case when embedding is not null and embedding_model = any(:models)
                    then coalesce(nullif(embedding <=> (select cast(:embedding as vector)), 'NaN'), 1)
               end as distance
          from (select * from public.memory_embeddings where ${filter} limit ${few} + 1) as memories
        offset 0) as measured
 order by distance, id
 limit :first
