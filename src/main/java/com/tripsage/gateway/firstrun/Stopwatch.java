package com.tripsage.gateway.firstrun;

import java.util.concurrent.TimeUnit;

/** The time since a moment, for the log. */
record Stopwatch(long start) {

    static Stopwatch started() {
        return new Stopwatch(System.nanoTime());
    }

    long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
