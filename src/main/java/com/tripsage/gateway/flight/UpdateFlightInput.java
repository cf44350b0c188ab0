package com.tripsage.gateway.flight;

import com.tripsage.gateway.trip.BookingStatus;
import com.tripsage.gateway.trip.Traveller;
import com.tripsage.gateway.value.Json;
import com.tripsage.gateway.value.MoneyInput;
import com.tripsage.gateway.value.SameMoment;
import com.tripsage.gateway.value.TicketTimeInput;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;

@SameMoment(time = "departureTime", ticket = "departure")
@SameMoment(time = "arrivalTime", ticket = "arrival")
record UpdateFlightInput(
        UUID id,
        @Nullable Integer expectedVersion,
        ArgumentValue<@CodePointLength(max = 100) String> airline,
        ArgumentValue<@CodePointLength(max = 20) String> flightNumber,
        ArgumentValue<@CodePointLength(max = 10) String> departureAirport,
        ArgumentValue<@CodePointLength(max = 10) String> arrivalAirport,
        ArgumentValue<OffsetDateTime> departureTime,
        ArgumentValue<OffsetDateTime> arrivalTime,
        ArgumentValue<@Valid TicketTimeInput> departure,
        ArgumentValue<@Valid TicketTimeInput> arrival,
        ArgumentValue<@Valid TicketTimeInput> boarding,
        ArgumentValue<@CodePointLength(max = 20) String> departureTerminal,
        ArgumentValue<@CodePointLength(max = 20) String> departureGate,
        ArgumentValue<@CodePointLength(max = 20) String> arrivalTerminal,
        ArgumentValue<@CodePointLength(max = 20) String> arrivalGate,
        ArgumentValue<@Size(max = 50) List<@Valid Traveller>> travellers,
        ArgumentValue<@Valid MoneyInput> price,
        ArgumentValue<@Valid MoneyInput> refund,
        ArgumentValue<@CodePointLength(max = 100) String> bookingReference,
        ArgumentValue<@NotNull BookingStatus> status,
        ArgumentValue<Json> rawData) {
    UpdateFlightInput {
        departure = TicketTimeInput.or(departure, departureTime);
        arrival = TicketTimeInput.or(arrival, arrivalTime);
    }
}
