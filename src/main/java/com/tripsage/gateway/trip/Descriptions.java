package com.tripsage.gateway.trip;

import com.tripsage.gateway.embedding.Embedding;
import com.tripsage.gateway.embedding.Embeddings;
import com.tripsage.gateway.memory.TripMemories;
import com.tripsage.gateway.value.Blank;
import org.springframework.stereotype.Component;

/** What follows from a trip's description: its place among the meanings, and the memory of it. */
@Component
public class Descriptions {

    private final TripEmbeddingRepository embeddings;
    private final TripMemories memories;

    Descriptions(TripEmbeddingRepository embeddings, TripMemories memories) {
        this.embeddings = embeddings;
        this.memories = memories;
    }

    /** After a trip was made. */
    public void added(Trip trip, Embeddings made) {
        String description = trip.description();
        if (description != null && !Blank.isBlank(description)) {
            Embedding embedding = made.ofDocument(description).orElse(null);
            memories.remember(trip.id(), description, embedding);
            if (embedding != null) {
                embeddings.store(trip.id(), description, embedding);
            }
        }
    }

    /** After a trip's description was changed. Its memory has the new text already, which a trigger sees to. */
    void changed(Trip trip, Embeddings made) {
        String description = trip.description();
        if (description != null) {
            made.ofDocument(description).ifPresent(embedding -> {
                embeddings.store(trip.id(), description, embedding);
                memories.embed(trip.id(), description, embedding);
            });
        }
    }
}
