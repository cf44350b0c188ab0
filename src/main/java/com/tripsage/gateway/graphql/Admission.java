package com.tripsage.gateway.graphql;

import com.tripsage.gateway.database.Deadline;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The operations under way. What waits for the database waits with all that belongs to it: without a limit, until there is no
 * memory left. A caller has no more of them than are free for others, and runs a few at once; the rest of them wait for
 * these, without keeping a processor or a connection from anybody else.
 */
final class Admission {

    private final int mostOfOne;
    private final int runningOfOne;
    private final Map<UUID, Share> callers = new HashMap<>();
    private int free;

    Admission(LimitProperties limits) {
        this.free = limits.concurrentOperations();
        this.mostOfOne = limits.concurrentOperationsPerCaller();
        this.runningOfOne = limits.runningOperationsPerCaller();
    }

    /** Lets an operation in, which ends with what is returned, or throws {@link Overloaded}. */
    synchronized Entry enter(UUID caller) {
        if (free == 0) {
            throw Overloaded.gateway();
        }
        Share share = callers.computeIfAbsent(caller, id -> new Share(new Semaphore(runningOfOne, true)));
        if (share.underWay >= Math.min(mostOfOne, free)) {
            throw Overloaded.caller();
        }
        share.underWay++;
        free--;
        return new Entry(caller, share);
    }

    private synchronized void leave(UUID caller, Share share) {
        free++;
        if (--share.underWay == 0) {
            callers.remove(caller);
        }
    }

    /** An operation that was let in. */
    final class Entry implements AutoCloseable {

        private final UUID caller;
        private final Share share;
        private boolean runs;

        private Entry(UUID caller, Share share) {
            this.caller = caller;
            this.share = share;
        }

        /** Waits until few enough others of the caller run. */
        void awaitTurn(Deadline deadline) {
            try {
                runs = deadline.cancellation()
                        .waiting(() -> share.running.tryAcquire(deadline.remainingMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (!runs) {
                throw Overloaded.caller();
            }
        }

        @Override
        public void close() {
            if (runs) {
                share.running.release();
            }
            leave(caller, share);
        }
    }

    /** What one caller has under way. */
    private static final class Share {

        private final Semaphore running;
        private int underWay;

        private Share(Semaphore running) {
            this.running = running;
        }
    }
}
