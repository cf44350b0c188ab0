package com.tripsage.gateway.memory;

import com.tripsage.gateway.embedding.Embedding;
import com.tripsage.gateway.trip.DescriptionListener;
import com.tripsage.gateway.value.Columns;
import com.tripsage.gateway.value.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The memories of how trips were described. A trigger gives a memory the text that its trip's description is changed to; the
 * vector of that text comes from here.
 */
@Component
class TripMemories implements DescriptionListener {

    private final MemoryRepository memories;

    TripMemories(MemoryRepository memories) {
        this.memories = memories;
    }

    @Override
    public void added(UUID tripId, String description, @Nullable Embedding embedding) {
        List<@Nullable Embedding> embeddings = new ArrayList<>();
        embeddings.add(embedding);
        memories.insert(
                List.of(new Columns()
                        .set("id", UUID.randomUUID())
                        .set("content_type", MemoryKind.TRIP_CREATION)
                        .set("content_text", description)
                        .set("describes_trip", tripId)
                        .set("metadata", new Json("{\"trip_id\": \"" + tripId + "\"}"))),
                embeddings);
    }

    /** Changes nothing where the trip is somebody else's: its memory is, too. */
    @Override
    public void changed(UUID tripId, String description, Embedding embedding) {
        memories.embedTrip(tripId, description, embedding);
    }
}
