package com.tripsage.gateway.database;

import java.time.Duration;

/**
 * The state of a replica as it was seen at a check, in {@link System#nanoTime} terms.
 *
 * @param checkedAt when its check began
 * @param freshAt a moment of which it has everything: what was committed before it on the primary has been replayed
 * @param replayed up to where it has replayed the log, on the primary's timeline
 */
record ReplicaState(long checkedAt, long freshAt, WalPosition replayed) {

    /** Without a new check for so long the replica hangs, or the gateway did. */
    private static final Duration MEMORY = Duration.ofMillis(1500);

    boolean isGood(long now, Duration maxAge) {
        return now - checkedAt <= MEMORY.toNanos() && now - freshAt <= maxAge.toNanos();
    }

    boolean hasAllBefore(long moment) {
        return freshAt - moment >= 0;
    }

    /** A position of an earlier history that isn't part of this one is of a write that is lost. */
    boolean has(WalPosition position) {
        return position.timeline() < replayed.timeline()
                || (position.timeline() == replayed.timeline() && position.lsn() <= replayed.lsn());
    }

    Duration age(long now) {
        return Duration.ofNanos(now - freshAt);
    }
}
