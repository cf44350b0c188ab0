package com.tripsage.gateway.embedding;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A limit for an action that runs at most once in a while, such as a line of the log that every request would write. */
public final class Occasionally {

    private final long pause;
    private final AtomicLong last;

    public Occasionally(Duration pause) {
        this.pause = pause.toNanos();
        last = new AtomicLong(System.nanoTime() - this.pause);
    }

    public void run(Runnable action) {
        long before = last.get();
        long now = System.nanoTime();
        if (now - before >= pause && last.compareAndSet(before, now)) {
            action.run();
        }
    }
}
