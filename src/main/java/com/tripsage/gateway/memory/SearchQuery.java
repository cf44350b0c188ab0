package com.tripsage.gateway.memory;

import com.tripsage.gateway.value.NotBlank;
import com.tripsage.gateway.value.Vector;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;

/** The text or the vector that a search looks for; one of the two. */
record SearchQuery(
        @Nullable @NotBlank @CodePointLength(max = 10_000) String text,

        @Nullable Vector vector) {}
