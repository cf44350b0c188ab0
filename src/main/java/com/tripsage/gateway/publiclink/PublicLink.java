package com.tripsage.gateway.publiclink;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A link that shows a trip to the public, as its owner sees it. */
record PublicLink(
        UUID id,
        UUID tripId,
        String name,
        OffsetDateTime createdAt,
        OffsetDateTime expiresAt,
        @Nullable OffsetDateTime lastUsedAt,
        @Nullable OffsetDateTime revokedAt) {}
