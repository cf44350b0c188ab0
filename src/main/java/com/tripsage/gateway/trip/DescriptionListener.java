package com.tripsage.gateway.trip;

import com.tripsage.gateway.embedding.Embedding;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A listener for descriptions of trips, called in the transaction that stores them. */
public interface DescriptionListener {

    /**
     * Called after a trip of the caller's was made with a description that is not blank.
     *
     * @param embedding the description's vector; null where there is none yet
     */
    void added(UUID tripId, String description, @Nullable Embedding embedding);

    /** Called after a trip's description was changed to one that has its vector already. The trip may be somebody else's. */
    void changed(UUID tripId, String description, Embedding embedding);
}
