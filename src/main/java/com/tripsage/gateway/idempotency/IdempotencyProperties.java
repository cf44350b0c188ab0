package com.tripsage.gateway.idempotency;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of idempotency keys.
 *
 * @param retention the time that a key and its answer are kept at least
 * @param patience how long a request waits for another one with its key that is being carried out
 */
@ConfigurationProperties("gateway.idempotency")
record IdempotencyProperties(
        @DefaultValue("24h") Duration retention,
        @DefaultValue("2s") Duration patience) {

    IdempotencyProperties {
        if (!retention.isPositive()) {
            throw new IllegalArgumentException("gateway.idempotency.retention must be positive");
        }
        if (patience.toMillis() < 1 || patience.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("gateway.idempotency.patience must be at least 1ms");
        }
    }

    /** When a client is told to come back who has waited in vain. */
    Duration retryAfter() {
        return Duration.ofSeconds(1);
    }
}
