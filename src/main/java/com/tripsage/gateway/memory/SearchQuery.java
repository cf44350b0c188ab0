package com.tripsage.gateway.memory;

import com.tripsage.gateway.value.Vector;
import jakarta.validation.constraints.Pattern;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;

/** What to look for; one of the two. */
record SearchQuery(
        @Nullable
        @Pattern(regexp = "(?s).*\\P{javaWhitespace}.*", message = "must not be blank")
        @CodePointLength(max = 10_000)
        String text,

        @Nullable Vector vector) {}
