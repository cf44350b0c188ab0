package com.tripsage.gateway.asset;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An image or a document whose bytes are in the store, of a trip or of a user. */
record Asset(
        UUID id,
        @Nullable UUID tripId,
        @Nullable UUID userId,
        String name,
        String contentType,
        int size,
        String sha256,
        @Nullable Integer width,
        @Nullable Integer height,
        boolean isPicture,
        boolean isMissing,
        int version,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt) {}
