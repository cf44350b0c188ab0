package com.tripsage.gateway.booking;

import com.tripsage.gateway.trip.BookingStatus;
import com.tripsage.gateway.trip.Traveller;
import com.tripsage.gateway.value.Json;
import com.tripsage.gateway.value.MoneyInput;
import com.tripsage.gateway.value.TicketTimeInput;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;

record UpdateBookingInput(
        UUID id,
        @Nullable Integer expectedVersion,
        ArgumentValue<@NotNull BookingKind> kind,
        ArgumentValue<@CodePointLength(max = 255) String> name,
        ArgumentValue<@CodePointLength(max = 100) String> carrier,
        ArgumentValue<@CodePointLength(max = 50) String> number,
        ArgumentValue<@Valid BookingPlaceInput> from,
        ArgumentValue<@Valid BookingPlaceInput> to,
        ArgumentValue<@Valid TicketTimeInput> start,
        ArgumentValue<@Valid TicketTimeInput> end,
        ArgumentValue<@CodePointLength(max = 50) String> seat,
        ArgumentValue<@Size(max = 50) List<@Valid Traveller>> travellers,
        ArgumentValue<@Valid MoneyInput> price,
        ArgumentValue<@Valid MoneyInput> refund,
        ArgumentValue<@CodePointLength(max = 100) String> bookingReference,
        ArgumentValue<@NotNull BookingStatus> status,
        ArgumentValue<Json> rawData) {}
