package com.tripsage.gateway.memory;

import com.tripsage.gateway.database.UuidArray;
import com.tripsage.gateway.embedding.Embedding;
import com.tripsage.gateway.embedding.EmbeddingSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The texts of memories, which get vectors. */
@Repository
class MemoryEmbeddingSource implements EmbeddingSource {

    private final JdbcClient jdbc;

    MemoryEmbeddingSource(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "memory";
    }

    @Override
    public Map<UUID, String> findTexts(Collection<UUID> ids) {
        Map<UUID, String> texts = new HashMap<>();
        jdbc.sql("""
                        select id, content_text
                          from public.memory_embeddings
                         where id = any(:ids)
                           and embedding is null
                           and not gateway.is_blank(content_text)
                        """).param("ids", UuidArray.of(ids)).query(row -> {
            texts.put(row.getObject("id", UUID.class), row.getString("content_text"));
        });
        return texts;
    }

    @Override
    public void store(UUID id, String text, Embedding embedding) {
        jdbc.sql("""
                        update public.memory_embeddings
                           set embedding = :embedding, embedding_model = :model
                         where id = :id
                           and embedding is null
                           and content_text = :text
                        """)
                .param("id", id)
                .param("text", text)
                .param("embedding", embedding.vector())
                .param("model", embedding.model())
                .update();
    }
}
