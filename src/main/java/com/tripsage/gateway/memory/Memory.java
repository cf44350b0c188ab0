package com.tripsage.gateway.memory;

import com.tripsage.gateway.value.Json;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A fact that the assistant keeps of a user. */
record Memory(
        UUID id,
        UUID userId,
        @Nullable MemoryKind kind,
        String text,
        @Nullable String embeddingModel,
        @Nullable Json metadata,
        @Nullable UUID sessionId,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt,
        OffsetDateTime lastSeenAt,
        @Nullable UUID supersededById,
        int version,
        boolean isEmbedded) {}
