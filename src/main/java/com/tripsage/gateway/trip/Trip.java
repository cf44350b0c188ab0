package com.tripsage.gateway.trip;

import com.tripsage.gateway.value.Json;
import com.tripsage.gateway.value.Money;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A journey that somebody plans.
 *
 * @param bookingCosts the sums of the prices of its booked bookings, by currency; null where they were not read with the trip
 */
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
        @Nullable Json bookingCosts,
        int version,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt) {}
