package com.tripsage.gateway.database;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Whether a transaction is tried again that failed through no fault of its own. After a lost connection soon and several
 * times, because others of the pool may be lost, too; where others were in the way twice, and after a pause that grows: a
 * deadlock has kept a connection for a second before PostgreSQL noticed, and both who are in it want to come again.
 */
final class Retries {

    private static final int AFTER_LOSS = 4;
    private static final int AFTER_CONFLICT = 2;
    private static final long LOSS_PAUSE_MILLIS = 10;
    private static final long CONFLICT_PAUSE_MILLIS = 50;

    private int losses;
    private int conflicts;
    private long pauseMillis;

    boolean isWorthOne(CallerTransaction failed) {
        if (failed.isLost()) {
            pauseMillis = LOSS_PAUSE_MILLIS << losses;
            return losses++ < AFTER_LOSS;
        }
        if (failed.isInConflict()) {
            pauseMillis = CONFLICT_PAUSE_MILLIS << (2 * conflicts);
            return conflicts++ < AFTER_CONFLICT;
        }
        return false;
    }

    /** Without a connection. Unlike for all who were in each other's way. */
    void pause(Deadline deadline) {
        long millis = ThreadLocalRandom.current().nextLong(pauseMillis / 2, pauseMillis + 1);
        try {
            deadline.cancellation().waiting(() -> {
                Thread.sleep(Math.min(millis, deadline.remainingMillis()));
                return millis;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
