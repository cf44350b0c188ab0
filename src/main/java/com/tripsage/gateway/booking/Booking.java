package com.tripsage.gateway.booking;

import com.tripsage.gateway.trip.BookingStatus;
import com.tripsage.gateway.trip.ItineraryItem;
import com.tripsage.gateway.trip.Traveller;
import com.tripsage.gateway.value.Coordinates;
import com.tripsage.gateway.value.Money;
import com.tripsage.gateway.value.TicketTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something that is booked for a trip and is neither a flight nor a stay. */
public record Booking(
        UUID id,
        UUID tripId,
        BookingKind kind,
        @Nullable String name,
        @Nullable String carrier,
        @Nullable String number,
        @Nullable String fromName,
        @Nullable String fromCode,
        @Nullable Coordinates fromCoordinates,
        @Nullable String toName,
        @Nullable String toCode,
        @Nullable Coordinates toCoordinates,
        @Nullable TicketTime start,
        @Nullable TicketTime end,
        @Nullable String seat,
        List<Traveller> travellers,
        @Nullable Money price,
        @Nullable Money refund,
        @Nullable String bookingReference,
        BookingStatus status,
        int version,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt)
        implements ItineraryItem {}
