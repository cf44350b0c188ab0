package com.tripsage.gateway.booking;

import static java.util.Objects.requireNonNullElse;

import com.tripsage.gateway.trip.BookingStatus;
import com.tripsage.gateway.trip.Traveller;
import com.tripsage.gateway.value.Json;
import com.tripsage.gateway.value.MoneyInput;
import com.tripsage.gateway.value.TicketTimeInput;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;

/** A booking to add. */
public record BookingInput(
        BookingKind kind,
        @Nullable @CodePointLength(max = 255) String name,
        @Nullable @CodePointLength(max = 100) String carrier,
        @Nullable @CodePointLength(max = 50) String number,
        @Nullable @Valid BookingPlaceInput from,
        @Nullable @Valid BookingPlaceInput to,
        @Nullable @Valid TicketTimeInput start,
        @Nullable @Valid TicketTimeInput end,
        @Nullable @CodePointLength(max = 50) String seat,
        @Nullable @Size(max = 50) List<@Valid Traveller> travellers,
        @Nullable @Valid MoneyInput price,
        @Nullable @Valid MoneyInput refund,
        @Nullable @CodePointLength(max = 100) String bookingReference,
        BookingStatus status,
        @Nullable Json rawData) {
    public BookingInput {
        rawData = requireNonNullElse(rawData, Json.EMPTY_OBJECT);
    }
}
