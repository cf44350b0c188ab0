package com.tripsage.gateway.accommodation;

import static java.util.Objects.requireNonNullElse;

import com.tripsage.gateway.trip.BookingStatus;
import com.tripsage.gateway.trip.Traveller;
import com.tripsage.gateway.value.CoordinatesInput;
import com.tripsage.gateway.value.InOrder;
import com.tripsage.gateway.value.Json;
import com.tripsage.gateway.value.MoneyInput;
import com.tripsage.gateway.value.NotBlank;
import com.tripsage.gateway.value.SameMoment;
import com.tripsage.gateway.value.TicketTimeInput;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.hibernate.validator.constraints.CodePointLength;
import org.hibernate.validator.constraints.Range;
import org.jspecify.annotations.Nullable;

/** A stay to add. */
@InOrder(first = "checkInDate", second = "checkOutDate")
@SameMoment(time = "checkInDate", ticket = "checkIn")
@SameMoment(time = "checkOutDate", ticket = "checkOut")
public record AccommodationInput(
        @NotBlank @CodePointLength(max = 255) String name,
        @Nullable @CodePointLength(max = 50) String type,
        @Nullable @CodePointLength(max = 10_000) String address,
        @Nullable @Valid CoordinatesInput coordinates,
        @Nullable LocalDate checkInDate,
        @Nullable LocalDate checkOutDate,
        @Nullable @Valid TicketTimeInput checkIn,
        @Nullable @Valid TicketTimeInput checkOut,
        @Nullable @Range(min = 1, max = 10_000) Integer guests,
        @Nullable @Range(min = 1, max = 10_000) Integer rooms,
        @Nullable @CodePointLength(max = 50) String telephone,
        @Nullable @Size(max = 50) List<@Valid Traveller> travellers,
        @Nullable @Valid MoneyInput pricePerNight,
        @Nullable @Valid MoneyInput totalPrice,
        @Nullable @Valid MoneyInput refund,
        @Nullable @CodePointLength(max = 100) String bookingReference,
        @Nullable Json amenities,
        @Nullable Json ratings,
        BookingStatus status,
        @Nullable Json rawData) {

    public AccommodationInput {
        amenities = requireNonNullElse(amenities, Json.EMPTY_LIST);
        ratings = requireNonNullElse(ratings, Json.EMPTY_OBJECT);
        rawData = requireNonNullElse(rawData, Json.EMPTY_OBJECT);
    }
}
