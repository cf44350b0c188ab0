package com.tripsage.gateway.trip;

import com.tripsage.gateway.value.Json;
import com.tripsage.gateway.value.MoneyInput;
import com.tripsage.gateway.value.NotBlank;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.LocalDate;
import java.util.UUID;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;

record UpdateTripInput(
        UUID id,
        @Nullable Integer expectedVersion,
        ArgumentValue<@NotNull @NotBlank @CodePointLength(max = 255) String> title,
        ArgumentValue<@CodePointLength(max = 100_000) String> description,
        ArgumentValue<@NotNull TripStatus> status,
        ArgumentValue<LocalDate> startDate,
        ArgumentValue<LocalDate> endDate,
        ArgumentValue<@Valid MoneyInput> budget,
        ArgumentValue<Json> destinations,
        ArgumentValue<Json> metadata) {}
