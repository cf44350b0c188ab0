package com.tripsage.gateway.webhook;

import com.tripsage.gateway.value.Json;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.ReadOnlyProperty;
import org.springframework.data.relational.core.mapping.InsertOnlyProperty;
import org.springframework.data.relational.core.mapping.Table;

/**
 * An address that events are sent to.
 *
 * @param kinds see {@link com.tripsage.gateway.webhook.delivery.Kinds}
 * @param secret encrypted
 * @param logCursor up to where everything was sent
 * @param dueAt the time of the next attempt, where the last one has failed
 */
@Table(schema = "public", name = "webhooks")
record Webhook(
        @Id UUID id,
        @InsertOnlyProperty UUID userId,
        @Nullable String name,
        String url,
        Json kinds,
        @InsertOnlyProperty @Nullable UUID tripId,
        @InsertOnlyProperty String secret,
        @InsertOnlyProperty String logCursor,
        @ReadOnlyProperty boolean enabled,
        @ReadOnlyProperty @Nullable DisabledReason disabledReason,
        @ReadOnlyProperty @Nullable OffsetDateTime disabledAt,
        @ReadOnlyProperty int waiting,
        @ReadOnlyProperty int failures,
        @ReadOnlyProperty @Nullable OffsetDateTime failingSince,
        @ReadOnlyProperty @Nullable OffsetDateTime dueAt,
        @ReadOnlyProperty OffsetDateTime createdAt,
        @ReadOnlyProperty int version) {

    static Webhook make(
            UUID id,
            UUID user,
            @Nullable String name,
            String url,
            Json kinds,
            @Nullable UUID tripId,
            String secret,
            String cursor) {
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        return new Webhook(
                id, user, name, url, kinds, tripId, secret, cursor, true, null, null, 0, 0, null, null, now, 1);
    }

    Webhook with(@Nullable String newName, String newUrl, Json newKinds) {
        return new Webhook(
                id,
                userId,
                newName,
                newUrl,
                newKinds,
                tripId,
                secret,
                logCursor,
                enabled,
                disabledReason,
                disabledAt,
                waiting,
                failures,
                failingSince,
                dueAt,
                createdAt,
                version);
    }

    WebhookState state() {
        return !enabled ? WebhookState.DISABLED : failures > 0 ? WebhookState.FAILING : WebhookState.ENABLED;
    }

    /** The id alone: a secret must not reach a log. */
    @Override
    public String toString() {
        return "Webhook[" + id + "]";
    }
}
