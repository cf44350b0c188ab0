package com.tripsage.gateway.trip;

import com.tripsage.gateway.value.NotBlank;
import com.tripsage.gateway.value.Vector;
import java.util.UUID;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;

/** The trip, text or vector that trips should be like; one of the three. */
record SimilarTo(
        @Nullable UUID tripId,

        @Nullable @NotBlank @CodePointLength(max = 10_000) String text,

        @Nullable Vector vector) {}
