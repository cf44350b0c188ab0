package com.tripsage.gateway.trip;

import com.tripsage.gateway.embedding.EmbeddingSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The descriptions of trips, which get vectors. The first vector that is stored for a description stays. */
@Repository
class TripEmbeddingSource extends EmbeddingSource {

    TripEmbeddingSource(JdbcClient jdbc) {
        super("trip", """
                select t.id, t.description as text
                  from public.trips t
                  left join public.trip_embeddings e on e.trip_id = t.id
                 where t.id = any(:ids)
                   and e.trip_id is null
                   and not gateway.is_blank(t.description)
                """, """
                insert into public.trip_embeddings (trip_id, embedding, embedding_model)
                select id, :embedding, :model
                  from public.trips
                 where id = :id
                   and description = :text
                   for share
                    on conflict (trip_id) do nothing
                """, jdbc);
    }
}
