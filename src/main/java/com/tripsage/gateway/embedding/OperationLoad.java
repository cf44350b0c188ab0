package com.tripsage.gateway.embedding;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;

/** The load of the gateway by operations, as its metrics tell. One thread asks for it. */
final class OperationLoad {

    private final MeterRegistry meters;
    private double before;
    private long asked = System.nanoTime();

    OperationLoad(MeterRegistry meters) {
        this.meters = meters;
    }

    /** How many operations, of those that have ended since the last time, were under way on average: 0 on an idle gateway. */
    double sinceLastAsked() {
        double total = meters.find("gateway.operations").timers().stream()
                .mapToDouble(timer -> timer.totalTime(TimeUnit.NANOSECONDS))
                .sum();
        long now = System.nanoTime();
        double load = (total - before) / Math.max(1, now - asked);
        before = total;
        asked = now;
        return load;
    }
}
