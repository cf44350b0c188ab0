package com.tripsage.gateway.publiclink;

import com.tripsage.gateway.value.TicketTime;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** What a public link shows of a flight. */
record PublicFlight(
        @Nullable String departureAirport,
        @Nullable String arrivalAirport,
        @Nullable OffsetDateTime departureTime,
        @Nullable OffsetDateTime arrivalTime,
        @Nullable TicketTime departure,
        @Nullable TicketTime arrival) {}
