package com.tripsage.gateway.live;

import java.time.Duration;

/** The pauses between attempts while PostgreSQL does not answer, each twice as long as the one before. */
final class Pause {

    private static final Duration LONGEST = Duration.ofSeconds(1);

    private Duration next = Duration.ofMillis(50);

    void sleep() throws InterruptedException {
        Thread.sleep(next);
        Duration twice = next.multipliedBy(2);
        next = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    }
}
