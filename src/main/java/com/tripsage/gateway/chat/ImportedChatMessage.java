package com.tripsage.gateway.chat;

import static java.util.Objects.requireNonNullElse;

import com.tripsage.gateway.value.Columns;
import com.tripsage.gateway.value.Json;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

record ImportedChatMessage(
        @ModelMessage Json modelMessage,
        @Nullable OffsetDateTime createdAt,
        @Nullable Json metadata) {

    /** Clocks differ a little. */
    boolean isOfTheFuture() {
        return createdAt != null
                && createdAt.isAfter(OffsetDateTime.now(ZoneOffset.UTC).plusMinutes(1));
    }

    /** The row, as the statement of an import reads it. */
    Columns row() {
        return new Columns()
                .set("id", UUID.randomUUID())
                .set("message", modelMessage)
                .set("created_at", createdAt)
                .set("metadata", requireNonNullElse(metadata, Json.EMPTY_OBJECT));
    }
}
