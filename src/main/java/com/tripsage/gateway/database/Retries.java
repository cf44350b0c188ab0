package com.tripsage.gateway.database;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The attempts at a transaction that failed through no fault of its own. After a lost connection it is tried again soon and
 * several times, because others of the pool may be lost, too. After a conflict it is tried twice, with a pause that grows: a
 * deadlock has kept a connection for a second before PostgreSQL noticed, and both sides of it come again.
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

    /** Waits without a connection, for a random time, so that those who were in each other's way don't meet again. */
    void pause(Deadline deadline) {
        long millis = ThreadLocalRandom.current().nextLong(pauseMillis / 2, pauseMillis + 1);
        try {
            deadline.cancellation().waiting(() -> {
                Thread.sleep(Math.min(millis, deadline.remainingMillis()));
                return millis;
            });
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
