package com.tripsage.gateway.calendar;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A link to a calendar, without its hash, which callers can't read.
 *
 * @param tripId the only trip; null for all
 */
@Table(schema = "public", name = "calendar_links")
record CalendarLink(
        @Id UUID id,
        @Nullable UUID tripId,
        OffsetDateTime createdAt,
        @Nullable OffsetDateTime lastUsedAt) {}
