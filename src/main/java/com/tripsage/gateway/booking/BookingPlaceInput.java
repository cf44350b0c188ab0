package com.tripsage.gateway.booking;

import com.tripsage.gateway.table.Spread;
import com.tripsage.gateway.value.CoordinatesInput;
import jakarta.validation.Valid;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;

/** The place where a booking begins or ends, as a client gives it. */
public record BookingPlaceInput(
        @Nullable @CodePointLength(max = 255) String name,
        @Nullable @CodePointLength(max = 20) String code,
        @Nullable @Valid CoordinatesInput coordinates)
        implements Spread {}
