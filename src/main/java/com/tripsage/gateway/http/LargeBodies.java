package com.tripsage.gateway.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;

/**
 * Admits a few large requests at a time, as many as the heap has room for. Ordinary ones are small and pass; those that
 * bring hundreds of vectors queue up instead of filling the memory together.
 */
final class LargeBodies {

    /** What passes without asking. */
    static final int SMALL = 1 << 20;

    /** What a body takes, with all that is made of it. */
    private static final int COPIES = 6;

    private final Semaphore room;
    private final Duration patience;

    LargeBodies(DataSize largest, Duration patience) {
        long most = Runtime.getRuntime().maxMemory() / (COPIES * largest.toBytes());
        this.room = new Semaphore(Math.clamp(most, 1, Integer.MAX_VALUE), true);
        this.patience = patience;
    }

    /** A place for one request, taken when its body turns out to be large, and given back at the end of the request. */
    Place place() {
        return new Place();
    }

    final class Place implements AutoCloseable {

        private boolean taken;

        void take() {
            try {
                taken = room.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (!taken) {
                throw RequestRefused.of(HttpStatus.SERVICE_UNAVAILABLE, "Too many large requests at once; try again");
            }
        }

        @Override
        public void close() {
            if (taken) {
                room.release();
            }
        }
    }
}
