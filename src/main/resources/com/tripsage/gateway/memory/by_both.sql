-- The memories that are near to a vector or have the words of a text: the first of both orders, each with all that is known of it.
-- Each formula gives a score from 0 to 1; the caller chooses one.
with nearest as materialized (
${nearest.sql}
),
best as materialized (
${best.sql}
),
candidates as materialized (
    (select id from nearest order by distance, id limit greatest(200, 2 * :first))
    union
    (select id from best order by position limit greatest(200, 2 * :first))
),
farther as materialized (
    select id, coalesce(nullif(embedding <=> (select cast(:embedding as vector)), 'NaN'), 1) as distance
      from public.memory_embeddings
     where id = any(array(select id from candidates except select id from nearest))
       and embedding is not null
       and embedding_model = any(:models)
),
found as materialized (
    select id, n.place as place_by_meaning, w.place as place_by_words,
           coalesce(w.text_rank, 0) as text_rank, coalesce(n.distance, f.distance) as distance
      from candidates
      left join nearest n using (id)
      left join farther f using (id)
      left join best w using (id)
),
scored as (
    select id, distance, text_rank,
           -- Cormack, Clarke, Büttcher: Reciprocal rank fusion outperforms Condorcet and individual rank learning methods, 2009.
           (coalesce(1::float8 / (60 + place_by_meaning), 0) + coalesce(1::float8 / (60 + place_by_words), 0)) * 61 / 2
               as reciprocal_rank,
           0.5 * coalesce(greatest(0, 1 - distance), 0) + 0.5 * text_rank as weighted
      from found
)
select id, ${score} as score, distance, text_rank, coalesce((select exact from nearest limit 1), true) as exact,
       row_number() over (order by ${score} desc, distance, text_rank desc, id) as position
  from scored
 order by position
 limit :first
