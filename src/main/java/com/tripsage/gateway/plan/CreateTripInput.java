package com.tripsage.gateway.plan;

import static java.util.Objects.requireNonNullElse;

import com.tripsage.gateway.accommodation.AccommodationInput;
import com.tripsage.gateway.booking.BookingInput;
import com.tripsage.gateway.flight.FlightInput;
import com.tripsage.gateway.trip.TripStatus;
import com.tripsage.gateway.value.InOrder;
import com.tripsage.gateway.value.Json;
import com.tripsage.gateway.value.Money;
import com.tripsage.gateway.value.MoneyInput;
import com.tripsage.gateway.value.NotBlank;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;

@InOrder(first = "startDate", second = "endDate")
record CreateTripInput(
        @NotBlank @CodePointLength(max = 255) String title,
        @Nullable @CodePointLength(max = 100_000) String description,
        @Nullable LocalDate startDate,
        @Nullable LocalDate endDate,
        @Nullable @Valid MoneyInput budget,
        @Nullable Json destinations,
        TripStatus status,
        @Nullable Json metadata,
        @Nullable @Size(max = 200) List<@Valid FlightInput> flights,
        @Nullable @Size(max = 200) List<@Valid AccommodationInput> accommodations,
        @Nullable @Size(max = 200) List<@Valid BookingInput> bookings) {
    CreateTripInput {
        budget = budget == null || budget.currency() != null
                ? budget
                : new MoneyInput(budget.amount(), Money.DEFAULT_CURRENCY);
        destinations = requireNonNullElse(destinations, Json.EMPTY_LIST);
        metadata = requireNonNullElse(metadata, Json.EMPTY_OBJECT);
    }
}
