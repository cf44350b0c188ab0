package com.tripsage.gateway.webhook.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a call of an endpoint.
 *
 * @param status of HTTP; null where there was no answer
 * @param error null where the event has arrived
 * @param retryAfter how long the endpoint wants to be left alone; zero where it says nothing
 */
record Answer(@Nullable Integer status, @Nullable DeliveryError error, Duration latency, Duration retryAfter) {

    boolean isSuccess() {
        return error == null;
    }
}
