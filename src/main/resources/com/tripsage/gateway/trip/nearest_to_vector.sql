-- The trips whose descriptions are nearest to a vector, of all that the caller sees. They are compared exactly, because nobody sees so
-- many trips that it would take long. They are found through the trips, of which an index knows the caller's.
with seen as materialized (
    select t.id as trip, e.embedding, e.embedding_model
      from public.trips t
      join public.trip_embeddings e on e.trip_id = t.id
)
select ${columns}, 1 - near.distance / 2 as score
  from (select trip, embedding <=> (select cast(:embedding as vector)) as distance
          from seen
         where embedding_model = :model
         order by distance, trip
         limit :first) as near
  join public.trips on id = trip
 order by near.distance, id
