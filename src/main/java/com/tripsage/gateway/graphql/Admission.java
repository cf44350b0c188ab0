package com.tripsage.gateway.graphql;

import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.FairPlaces;
import com.tripsage.gateway.database.Pace;
import com.tripsage.gateway.refusal.Overloaded;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The operations under way. What waits for the database waits with all that belongs to it: without a limit, until there is no
 * memory left. A caller has no more of them than are free for others, and runs a few at once, a slow one fewer; the rest of
 * them wait for these, without keeping a processor or a connection from anybody else.
 */
final class Admission {

    private final int mostOfOne;
    private final FairPlaces running;
    private final Map<UUID, Integer> underWay = new HashMap<>();
    private int free;

    Admission(LimitProperties limits, Pace pace) {
        this.free = limits.concurrentOperations();
        this.mostOfOne = limits.concurrentOperationsPerCaller();
        this.running = new FairPlaces(free, limits.runningOperationsPerCaller(), pace);
    }

    /** Lets an operation in, which ends with what is returned, or throws {@link Overloaded}. */
    synchronized Entry enter(UUID caller) {
        if (free == 0) {
            throw Overloaded.gateway();
        }
        int hers = underWay.getOrDefault(caller, 0);
        if (hers >= Math.min(mostOfOne, free)) {
            throw Overloaded.caller();
        }
        underWay.put(caller, hers + 1);
        free--;
        return new Entry(caller);
    }

    private synchronized void leave(UUID caller) {
        free++;
        underWay.computeIfPresent(caller, (id, hers) -> hers == 1 ? null : hers - 1);
    }

    /** An operation that was let in. */
    final class Entry implements AutoCloseable {

        private final UUID caller;
        private FairPlaces.@Nullable Place place;

        private Entry(UUID caller) {
            this.caller = caller;
        }

        /** Waits until few enough others of the caller run. */
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
