package com.tripsage.gateway.flight;

import static java.util.Objects.requireNonNullElse;

import com.tripsage.gateway.trip.BookingStatus;
import com.tripsage.gateway.value.Columns;
import com.tripsage.gateway.value.InOrder;
import com.tripsage.gateway.value.Json;
import com.tripsage.gateway.value.MoneyInput;
import jakarta.validation.Valid;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;

/** A flight to add. */
@InOrder(first = "departureTime", second = "arrivalTime")
public record FlightInput(
        @Nullable @CodePointLength(max = 100) String airline,
        @Nullable @CodePointLength(max = 20) String flightNumber,
        @Nullable @CodePointLength(max = 10) String departureAirport,
        @Nullable @CodePointLength(max = 10) String arrivalAirport,
        @Nullable OffsetDateTime departureTime,
        @Nullable OffsetDateTime arrivalTime,
        @Nullable @Valid MoneyInput price,
        @Nullable @CodePointLength(max = 100) String bookingReference,
        BookingStatus status,
        @Nullable Json rawData) {

    Columns columns() {
        return new Columns()
                .set("id", UUID.randomUUID())
                .set("airline", airline)
                .set("flight_number", flightNumber)
                .set("departure_airport", departureAirport)
                .set("arrival_airport", arrivalAirport)
                .set("departure_time", departureTime)
                .set("arrival_time", arrivalTime)
                .set("price", "currency", price)
                .set("booking_reference", bookingReference)
                .set("status", status)
                .set("raw_data", requireNonNullElse(rawData, Json.EMPTY_OBJECT));
    }
}
