package com.tripsage.gateway.embedding;

import java.time.Duration;

/**
 * The pauses of work in the background, which takes the time that operations leave: all of it on an idle gateway, and never less
 * than its share.
 */
final class Courtesy {

    /** After so long it looks again how busy the gateway is. */
    private static final long STEP_MILLIS = 50;

    private final OperationLoad load;
    private final double leastShare;

    Courtesy(OperationLoad load, double leastShare) {
        this.load = load;
        this.leastShare = leastShare;
    }

    /** Pauses for as long as the work that was done is worth. */
    void pauseAfter(Duration work) throws InterruptedException {
        double owed = work.toMillis();
        double share = share();
        while (owed > 0 && share < 1) {
            Thread.sleep(STEP_MILLIS);
            owed -= STEP_MILLIS * share / (1 - share);
            share = share();
        }
    }

    private double share() {
        return Math.clamp(1 - load.sinceLastAsked(), leastShare, 1);
    }
}
