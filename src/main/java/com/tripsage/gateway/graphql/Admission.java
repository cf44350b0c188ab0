package com.tripsage.gateway.graphql;

import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.FairPlaces;
import com.tripsage.gateway.database.Pace;
import com.tripsage.gateway.refusal.Overloaded;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The operations under way, whose number is limited because each holds memory while it waits for the database. One caller has
 * no more of them than are left for others, and runs a few at once, fewer where they are slow; the rest wait for these,
 * without keeping a processor or a connection from anybody else.
 */
final class Admission {

    private final int mostOfOne;
    private final FairPlaces running;
    private final Map<UUID, Integer> underWay = new HashMap<>();
    private int free;

    Admission(LimitProperties limits, Pace pace, MeterRegistry meters) {
        this.free = limits.concurrentOperations();
        this.mostOfOne = limits.concurrentOperationsPerCaller();
        this.running = new FairPlaces(free, limits.runningOperationsPerCaller(), pace).measured(meters, "operations");
    }

    /** Lets an operation in until the entry is closed, or throws {@link Overloaded}. */
    synchronized Entry enter(UUID caller) {
        if (free == 0) {
            throw Overloaded.gateway();
        }
        int ofCaller = underWay.getOrDefault(caller, 0);
        if (ofCaller >= Math.min(mostOfOne, free)) {
            throw Overloaded.caller();
        }
        underWay.put(caller, ofCaller + 1);
        free--;
        return new Entry(caller);
    }

    private synchronized void leave(UUID caller) {
        free++;
        underWay.computeIfPresent(caller, (_, count) -> count == 1 ? null : count - 1);
    }

    /** An operation that was let in. */
    final class Entry implements AutoCloseable {

        private final UUID caller;
        private FairPlaces.@Nullable Place place;

        private Entry(UUID caller) {
            this.caller = caller;
        }

        /** Waits until the caller has few enough operations running. */
        void awaitTurn(Deadline deadline) {
            try {
                place = deadline.cancellation()
                        .waiting(() -> running.acquire(caller, Duration.ofMillis(deadline.remainingMillis())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (place == null) {
                throw Overloaded.caller();
            }
        }

        @Override
        public void close() {
            if (place != null) {
                place.close();
            }
            leave(caller);
        }
    }
}
