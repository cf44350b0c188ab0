package com.tripsage.gateway.accommodation;

import com.tripsage.gateway.trip.BookingStatus;
import com.tripsage.gateway.trip.ItineraryItem;
import com.tripsage.gateway.trip.Traveller;
import com.tripsage.gateway.value.Coordinates;
import com.tripsage.gateway.value.Json;
import com.tripsage.gateway.value.Money;
import com.tripsage.gateway.value.TicketTime;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A place to sleep on a trip. */
public record Accommodation(
        UUID id,
        UUID tripId,
        String name,
        @Nullable String type,
        @Nullable String address,
        @Nullable Coordinates coordinates,
        @Nullable LocalDate checkInDate,
        @Nullable LocalDate checkOutDate,
        @Nullable TicketTime checkIn,
        @Nullable TicketTime checkOut,
        @Nullable Integer guests,
        @Nullable Integer rooms,
        @Nullable String telephone,
        List<Traveller> travellers,
        @Nullable Money pricePerNight,
        @Nullable Money totalPrice,
        @Nullable Money refund,
        @Nullable String bookingReference,
        @Nullable Json amenities,
        @Nullable Json ratings,
        BookingStatus status,
        int version,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt)
        implements ItineraryItem {}
