package com.tripsage.gateway.webhook.delivery;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** The pauses after failures: each twice as long as the one before up to the longest, and spread, so that not all come back at once. */
record Backoff(Duration first, Duration longest) {

    private static final int MOST_DOUBLINGS = 30;

    /**
     * The pause after a failure.
     *
     * @param failures how many there have been before it
     * @param wanted the least that the endpoint asks for
     */
    Duration after(int failures, Duration wanted) {
        double full = Math.min(
                first.toMillis() * Math.pow(2, Math.min(failures, MOST_DOUBLINGS)), (double) longest.toMillis());
        Duration spread =
                Duration.ofMillis((long) (full * ThreadLocalRandom.current().nextDouble(0.75, 1.25)));
        return spread.compareTo(wanted) < 0 ? wanted : spread;
    }
}
