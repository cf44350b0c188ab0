-- The trips whose descriptions are nearest to those of each of several trips, which leave themselves out. They are found and compared
-- as in nearest_to_vector.sql.
with seen as materialized (
    select t.id as trip, e.embedding, e.embedding_model
      from public.trips t
      join public.trip_embeddings e on e.trip_id = t.id
)
select ${columns}, source.trip as source, 1 - near.distance / 2 as score
  from seen as source
 cross join lateral (
       select other.trip, other.embedding <=> source.embedding as distance
         from seen as other
        where other.trip <> source.trip
          and other.embedding_model = source.embedding_model
        order by distance, other.trip
        limit :first) as near
  join public.trips on id = near.trip
 where source.trip = any(:trips)
 order by near.distance, id
