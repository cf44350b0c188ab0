package com.tripsage.gateway.flight;

import static java.util.Objects.requireNonNullElse;

import com.tripsage.gateway.trip.BookingStatus;
import com.tripsage.gateway.trip.Traveller;
import com.tripsage.gateway.value.InOrder;
import com.tripsage.gateway.value.Json;
import com.tripsage.gateway.value.MoneyInput;
import com.tripsage.gateway.value.SameMoment;
import com.tripsage.gateway.value.TicketTimeInput;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.time.OffsetDateTime;
import java.util.List;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;

/** A flight to add. */
@InOrder(first = "departureTime", second = "arrivalTime")
@SameMoment(time = "departureTime", ticket = "departure")
@SameMoment(time = "arrivalTime", ticket = "arrival")
public record FlightInput(
        @Nullable @CodePointLength(max = 100) String airline,
        @Nullable @CodePointLength(max = 20) String flightNumber,
        @Nullable @CodePointLength(max = 10) String departureAirport,
        @Nullable @CodePointLength(max = 10) String arrivalAirport,
        @Nullable OffsetDateTime departureTime,
        @Nullable OffsetDateTime arrivalTime,
        @Nullable @Valid TicketTimeInput departure,
        @Nullable @Valid TicketTimeInput arrival,
        @Nullable @Valid TicketTimeInput boarding,
        @Nullable @CodePointLength(max = 20) String departureTerminal,
        @Nullable @CodePointLength(max = 20) String departureGate,
        @Nullable @CodePointLength(max = 20) String arrivalTerminal,
        @Nullable @CodePointLength(max = 20) String arrivalGate,
        @Nullable @Size(max = 50) List<@Valid Traveller> travellers,
        @Nullable @Valid MoneyInput price,
        @Nullable @Valid MoneyInput refund,
        @Nullable @CodePointLength(max = 100) String bookingReference,
        BookingStatus status,
        @Nullable Json rawData) {
    public FlightInput {
        departure = departure == null ? TicketTimeInput.of(departureTime) : departure;
        arrival = arrival == null ? TicketTimeInput.of(arrivalTime) : arrival;
        rawData = requireNonNullElse(rawData, Json.EMPTY_OBJECT);
    }
}
