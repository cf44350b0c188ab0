package com.tripsage.gateway.embedding;

import com.tripsage.gateway.database.UuidArray;
import com.tripsage.gateway.table.RowsById;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A kind of rows whose texts get vectors, also in the background. Both statements run as the user whose rows they are. */
public abstract class EmbeddingSource {

    private final String kind;
    private final String findTexts;
    private final String store;
    private final JdbcClient jdbc;

    /**
     * @param kind the name of the kind in the queue
     * @param findTexts selects {@code id} and {@code text} of those of the rows {@code :ids} that have no vector yet
     * @param store stores a row's vector, unless the row has another text by now, or a vector
     */
    protected EmbeddingSource(String kind, String findTexts, String store, JdbcClient jdbc) {
        this.kind = kind;
        this.findTexts = findTexts;
        this.store = store;
        this.jdbc = jdbc;
    }

    final String kind() {
        return kind;
    }

    final Map<UUID, String> findTexts(Collection<UUID> ids) {
        return jdbc.sql(findTexts)
                .param("ids", UuidArray.of(ids))
                .query(RowsById.values("id", (row, _) -> row.getString("text")));
    }

    public final void store(UUID id, String text, Embedding embedding) {
        jdbc.sql(store)
                .param("id", id)
                .param("text", text)
                .param("embedding", embedding.vector())
                .param("model", embedding.model())
                .update();
    }
}
