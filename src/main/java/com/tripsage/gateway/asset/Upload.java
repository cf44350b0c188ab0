package com.tripsage.gateway.asset;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An asset whose bytes are on their way.
 *
 * @param bytesOfTrip what the trip had before it
 * @param bytesOfUser what the owner of the trip, or the user, had before it
 */
record Upload(
        UUID id,
        @Nullable UUID tripId,
        String contentType,
        int size,
        String sha256,
        boolean keepPosition,
        long bytesOfTrip,
        long bytesOfUser,
        OffsetDateTime expiresAt) {}
