package com.tripsage.gateway.accommodation;

import com.tripsage.gateway.trip.BookingStatus;
import com.tripsage.gateway.trip.Traveller;
import com.tripsage.gateway.value.CoordinatesInput;
import com.tripsage.gateway.value.Json;
import com.tripsage.gateway.value.MoneyInput;
import com.tripsage.gateway.value.NotBlank;
import com.tripsage.gateway.value.SameMoment;
import com.tripsage.gateway.value.TicketTimeInput;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hibernate.validator.constraints.CodePointLength;
import org.hibernate.validator.constraints.Range;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;

@SameMoment(time = "checkInDate", ticket = "checkIn")
@SameMoment(time = "checkOutDate", ticket = "checkOut")
record UpdateAccommodationInput(
        UUID id,
        @Nullable Integer expectedVersion,
        ArgumentValue<@NotNull @NotBlank @CodePointLength(max = 255) String> name,
        ArgumentValue<@CodePointLength(max = 50) String> type,
        ArgumentValue<@CodePointLength(max = 10_000) String> address,
        ArgumentValue<@Valid CoordinatesInput> coordinates,
        ArgumentValue<LocalDate> checkInDate,
        ArgumentValue<LocalDate> checkOutDate,
        ArgumentValue<@Valid TicketTimeInput> checkIn,
        ArgumentValue<@Valid TicketTimeInput> checkOut,
        ArgumentValue<@Range(min = 1, max = 10_000) Integer> guests,
        ArgumentValue<@Range(min = 1, max = 10_000) Integer> rooms,
        ArgumentValue<@CodePointLength(max = 50) String> telephone,
        ArgumentValue<@Size(max = 50) List<@Valid Traveller>> travellers,
        ArgumentValue<@Valid MoneyInput> pricePerNight,
        ArgumentValue<@Valid MoneyInput> totalPrice,
        ArgumentValue<@Valid MoneyInput> refund,
        ArgumentValue<@CodePointLength(max = 100) String> bookingReference,
        ArgumentValue<Json> amenities,
        ArgumentValue<Json> ratings,
        ArgumentValue<@NotNull BookingStatus> status,
        ArgumentValue<Json> rawData) {
    UpdateAccommodationInput {
        checkIn = TicketTimeInput.or(checkIn, checkInDate);
        checkOut = TicketTimeInput.or(checkOut, checkOutDate);
    }
}
