package com.tripsage.gateway.database;

import java.time.Duration;

/** The moment by which a request has to be answered, in {@link System#nanoTime} terms. */
public record Deadline(long nanoTime) {

    public static Deadline after(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** What is left of it, never negative. */
    long remainingMillis() {
        return Math.max(0, (nanoTime - System.nanoTime()) / 1_000_000);
    }
}
