package com.tripsage.gateway.asset;

import com.tripsage.gateway.value.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.util.UUID;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;

/** Bytes that a client is going to send. */
record CreateUploadInput(
        @Nullable UUID tripId,

        @NotBlank
        @CodePointLength(max = 255)
        @Pattern(
                regexp = "[^/\\\\\\p{Cntrl}\\u0080-\\u009F\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]*",
                message = "must be a name without a path, control characters or changes of direction")
        String name,

        @Pattern(
                regexp = "[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}",
                message = "must be a media type in lower case, without parameters")
        String contentType,

        @Positive int size,

        @Pattern(regexp = "[0-9a-f]{64}", message = "must be 64 hexadecimal digits in lower case")
        String sha256,

        boolean isPicture,
        boolean keepPosition) {}
