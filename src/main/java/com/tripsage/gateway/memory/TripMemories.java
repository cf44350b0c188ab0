package com.tripsage.gateway.memory;

import com.tripsage.gateway.embedding.Embedding;
import com.tripsage.gateway.value.Columns;
import com.tripsage.gateway.value.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The memories of how trips were described. The database keeps their texts in step with the trips; vectors come from here. */
@Component
public class TripMemories {

    private final MemoryRepository memories;

    TripMemories(MemoryRepository memories) {
        this.memories = memories;
    }

    /** Remembers the description of a new trip of the caller's; without a vector it gets one later. */
    public void remember(UUID tripId, String description, @Nullable Embedding embedding) {
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

    /** Gives the memory of a trip's new description its vector. Nothing happens where the trip is somebody else's. */
    public void embed(UUID tripId, String description, Embedding embedding) {
        memories.embedTrip(tripId, description, embedding);
    }
}
