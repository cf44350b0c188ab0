package com.tripsage.gateway.live;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Lets a few subscriptions at a time use the database, in the order in which they ask. The others hold little while they
 * wait, and their time to do it in has not begun: so ten thousand that come back at once are served one after the other,
 * and plain requests in between.
 */
@Component
final class Bulkhead {

    private final Semaphore places;

    Bulkhead(LiveProperties properties) {
        this.places = new Semaphore(properties.concurrency(), true);
    }

    <T> T run(Supplier<T> work) {
        places.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}
