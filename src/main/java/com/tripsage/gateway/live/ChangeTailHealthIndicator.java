package com.tripsage.gateway.live;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/** The health of live delivery: degraded where subscribers learn of changes late. They miss nothing, and all else goes on. */
@Component
final class ChangeTailHealthIndicator implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");
    private static final Duration TOLERATED = Duration.ofSeconds(5);

    private final ChangeTail tail;

    ChangeTailHealthIndicator(ChangeTail tail) {
        this.tail = tail;
    }

    @Override
    public Health health() {
        Duration lag = tail.lag();
        boolean isBehind = lag != null && lag.compareTo(TOLERATED) > 0;
        return Health.status(isBehind ? DEGRADED : Status.UP)
                .withDetail("state", state(lag, isBehind))
                .withDetail("lagMs", lag == null ? 0 : lag.toMillis())
                .build();
    }

    private static String state(@Nullable Duration lag, boolean isBehind) {
        if (lag == null) {
            return "IDLE";
        }
        return isBehind ? "BEHIND" : "FOLLOWING";
    }
}
