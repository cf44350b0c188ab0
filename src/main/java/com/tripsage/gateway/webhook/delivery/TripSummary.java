package com.tripsage.gateway.webhook.delivery;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A trip as a message has it: enough to know which, and whether there is something new in it. */
record TripSummary(
        UUID id,
        String title,
        String status,
        @Nullable LocalDate startDate,
        @Nullable LocalDate endDate,
        int version,
        OffsetDateTime updatedAt) {}
