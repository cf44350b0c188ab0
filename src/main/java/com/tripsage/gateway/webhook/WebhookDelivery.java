package com.tripsage.gateway.webhook;

import com.tripsage.gateway.event.TripEventKind;
import com.tripsage.gateway.webhook.delivery.DeliveryError;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event that was sent to a webhook, with its last attempt. */
record WebhookDelivery(
        UUID id,
        UUID webhookId,
        TripEventKind kind,
        @Nullable UUID tripId,
        DeliveryState state,
        @Nullable Integer status,
        @Nullable DeliveryError error,
        int attempts,
        int latencyMs,
        OffsetDateTime createdAt,
        OffsetDateTime attemptedAt,
        @Nullable OffsetDateTime nextAttemptAt) {}
