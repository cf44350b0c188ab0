package com.tripsage.gateway.embedding;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** Rows whose texts get vectors, also in the background; both methods run as the user whose rows they are. */
public interface EmbeddingSource {

    /** What the queue calls such rows. */
    String kind();

    /** The texts of those of the rows that have no vector yet. */
    Map<UUID, String> findTexts(Collection<UUID> ids);

    /** Stores a row's vector, unless the row has another text by now, or a vector. */
    void store(UUID id, String text, Embedding embedding);
}
