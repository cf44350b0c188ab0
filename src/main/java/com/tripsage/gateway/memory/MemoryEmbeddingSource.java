package com.tripsage.gateway.memory;

import com.tripsage.gateway.embedding.EmbeddingSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The texts of memories, which get vectors. */
@Repository
class MemoryEmbeddingSource extends EmbeddingSource {

    MemoryEmbeddingSource(JdbcClient jdbc) {
        super("memory", """
                select id, content_text as text
                  from public.memory_embeddings
                 where id = any(:ids)
                   and embedding is null
                   and not gateway.is_blank(content_text)
                """, """
                update public.memory_embeddings
                   set embedding = :embedding, embedding_model = :model
                 where id = :id
                   and embedding is null
                   and content_text = :text
                """, jdbc);
    }
}
