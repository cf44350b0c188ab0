package com.tripsage.gateway.webhook.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to send a message.
 *
 * @param from the cursor of before
 * @param to the cursor of now: behind the message where it arrived, before it where it is to be tried again
 * @param waiting how many changes follow, as far as they were read
 * @param pause until the next attempt
 * @param disabledReason why the webhook is disabled with it; null where it goes on
 */
record Attempt(
        Message message,
        Answer answer,
        String from,
        String to,
        int waiting,
        Duration pause,
        @Nullable String disabledReason) {

    String state() {
        return answer.isSuccess() ? "delivered" : disabledReason == null ? "retrying" : "failed";
    }
}
