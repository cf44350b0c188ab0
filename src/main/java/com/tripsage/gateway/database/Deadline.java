package com.tripsage.gateway.database;

import java.time.Duration;

/**
 * The moment by which a request has to be answered.
 *
 * @param nanoTime in {@link System#nanoTime} terms
 * @param cancellation ends the request sooner, when nobody waits for it any more
 */
public record Deadline(long nanoTime, Cancellation cancellation) {

    public static Deadline after(Duration duration) {
        return after(duration, new Cancellation());
    }

    public static Deadline after(Duration duration, Cancellation cancellation) {
        return new Deadline(System.nanoTime() + duration.toNanos(), cancellation);
    }

    /** The moment when half of what is left is over, after which there is time for another attempt. */
    Deadline half() {
        return after(remaining().dividedBy(2), cancellation);
    }

    /** What is left of it, never negative. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    /** The same in milliseconds. */
    public long remainingMillis() {
        return remaining().toMillis();
    }
}
