package com.tripsage.gateway.flight;

import com.tripsage.gateway.trip.BookingStatus;
import com.tripsage.gateway.trip.ItineraryItem;
import com.tripsage.gateway.trip.Traveller;
import com.tripsage.gateway.value.Money;
import com.tripsage.gateway.value.TicketTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A flight of a trip, without a stop. */
public record Flight(
        UUID id,
        UUID tripId,
        @Nullable String airline,
        @Nullable String flightNumber,
        @Nullable String departureAirport,
        @Nullable String arrivalAirport,
        @Nullable OffsetDateTime departureTime,
        @Nullable OffsetDateTime arrivalTime,
        @Nullable TicketTime departure,
        @Nullable TicketTime arrival,
        @Nullable TicketTime boarding,
        @Nullable String departureTerminal,
        @Nullable String departureGate,
        @Nullable String arrivalTerminal,
        @Nullable String arrivalGate,
        List<Traveller> travellers,
        @Nullable Money price,
        @Nullable Money refund,
        @Nullable String bookingReference,
        BookingStatus status,
        int version,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt)
        implements ItineraryItem {}
