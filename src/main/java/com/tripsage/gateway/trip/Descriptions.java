package com.tripsage.gateway.trip;

import com.tripsage.gateway.embedding.Embedding;
import com.tripsage.gateway.embedding.TextEmbeddings;
import com.tripsage.gateway.value.Blank;
import java.util.List;
import org.springframework.stereotype.Component;

/** The consequences of a trip's description: its vector is stored, and the listeners are told. */
@Component
public class Descriptions {

    private final TripEmbeddingSource embeddings;
    private final List<DescriptionListener> listeners;

    Descriptions(TripEmbeddingSource embeddings, List<DescriptionListener> listeners) {
        this.embeddings = embeddings;
        this.listeners = listeners;
    }

    /** Called after a trip was made. */
    public void added(Trip trip, TextEmbeddings made) {
        String description = trip.description();
        if (description != null && !Blank.isBlank(description)) {
            Embedding embedding = made.ofDocument(description).orElse(null);
            listeners.forEach(listener -> listener.added(trip.id(), description, embedding));
            if (embedding != null) {
                embeddings.store(trip.id(), description, embedding);
            }
        }
    }

    /** Called after a trip's description was changed. */
    void changed(Trip trip, TextEmbeddings made) {
        String description = trip.description();
        if (description != null) {
            made.ofDocument(description).ifPresent(embedding -> {
                embeddings.store(trip.id(), description, embedding);
                listeners.forEach(listener -> listener.changed(trip.id(), description, embedding));
            });
        }
    }
}
