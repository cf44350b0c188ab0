package com.tripsage.gateway.trip;

import com.tripsage.gateway.value.Json;
import com.tripsage.gateway.value.Money;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A journey that somebody plans. */
public record Trip(
        UUID id,
        UUID ownerId,
        String title,
        @Nullable String description,
        TripStatus status,
        @Nullable LocalDate startDate,
        @Nullable LocalDate endDate,
        @Nullable Money budget,
        @Nullable Json destinations,
        @Nullable Json metadata,
        int version,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt) {}
