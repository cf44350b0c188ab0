package com.tripsage.gateway.trip;

import com.tripsage.gateway.database.UuidArray;
import com.tripsage.gateway.embedding.Embedding;
import com.tripsage.gateway.embedding.EmbeddingSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The descriptions of trips, which get vectors. */
@Repository
class TripEmbeddingSource implements EmbeddingSource {

    private final JdbcClient jdbc;

    TripEmbeddingSource(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "trip";
    }

    @Override
    public Map<UUID, String> findTexts(Collection<UUID> ids) {
        Map<UUID, String> texts = new HashMap<>();
        jdbc.sql("""
                        select t.id, t.description
                          from public.trips t
                          left join public.trip_embeddings e on e.trip_id = t.id
                         where t.id = any(:ids)
                           and e.trip_id is null
                           and not gateway.is_blank(t.description)
                        """).param("ids", UuidArray.of(ids)).query(row -> {
            texts.put(row.getObject("id", UUID.class), row.getString("description"));
        });
        return texts;
    }

    /** Stores a vector if the trip still has this description; the first one stored stays. */
    @Override
    public void store(UUID id, String text, Embedding embedding) {
        jdbc.sql("""
                        insert into public.trip_embeddings (trip_id, embedding, embedding_model)
                        select id, :embedding, :model
                          from public.trips
                         where id = :trip
                           and description = :text
                           for share
                            on conflict (trip_id) do nothing
                        """)
                .param("trip", id)
                .param("text", text)
                .param("embedding", embedding.vector())
                .param("model", embedding.model())
                .update();
    }
}
