package com.tripsage.gateway.live;

import java.time.Duration;

/** Between two tries of something that PostgreSQL's absence has prevented. */
final class Pause {

    private static final Duration LONGEST = Duration.ofSeconds(1);

    private Duration next = Duration.ofMillis(50);

    void sleep() throws InterruptedException {
        Thread.sleep(next);
        Duration twice = next.multipliedBy(2);
        next = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    }
}
