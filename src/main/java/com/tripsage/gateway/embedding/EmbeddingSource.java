package com.tripsage.gateway.embedding;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** A kind of rows whose texts get vectors, also in the background. Both methods run as the user whose rows they are. */
public interface EmbeddingSource {

    /** The name of the kind in the queue. */
    String kind();

    /** The texts of those of the rows that have no vector yet. */
    Map<UUID, String> findTexts(Collection<UUID> ids);

    /** Stores a row's vector, unless the row has another text by now, or a vector. */
    void store(UUID id, String text, Embedding embedding);
}
