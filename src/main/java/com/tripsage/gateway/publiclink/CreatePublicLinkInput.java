package com.tripsage.gateway.publiclink;

import com.tripsage.gateway.token.Lifetime;
import com.tripsage.gateway.value.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;

record CreatePublicLinkInput(
        UUID tripId,

        @NotBlank @CodePointLength(max = 100) @Pattern(regexp = "\\P{Cntrl}*", message = "must be one line")
        String name,

        @Nullable OffsetDateTime expiresAt) {

    OffsetDateTime end() {
        return Lifetime.end(expiresAt, "input.expiresAt");
    }
}
