package com.tripsage.gateway.webhook;

import static java.util.Objects.requireNonNullElse;

import com.tripsage.gateway.event.TripEventKind;
import java.util.List;
import java.util.UUID;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;

/** A webhook to add. */
record CreateWebhookInput(
        String url,
        @Nullable List<TripEventKind> kinds,
        @Nullable UUID tripId,
        @Nullable @CodePointLength(max = 100) String name) {

    List<TripEventKind> kindsOrAll() {
        return requireNonNullElse(kinds, List.of());
    }
}
