package com.tripsage.gateway.firstrun;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/** Starts the private PostgreSQL again when it has ended though nobody stopped it, and says so when that can't be done. */
class PostgresKeeper implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(PostgresKeeper.class);

    private static final int TRIES = 5;

    private final PrivatePostgres postgres;

    private final ApplicationEventPublisher events;

    private final Duration pause;

    private @Nullable Thread thread;

    /**
     * A keeper that has still to be started.
     *
     * @param pause between two looks, and twice as long after each failure
     */
    PostgresKeeper(PrivatePostgres postgres, ApplicationEventPublisher events, Duration pause) {
        this.postgres = postgres;
        this.events = events;
        this.pause = pause;
    }

    @Override
    public synchronized void start() {
        thread = Thread.ofPlatform().daemon().name("postgres-keeper").start(this::run);
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.interrupt();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    private void run() {
        try {
            int failed = 0;
            while (failed < TRIES) {
                Thread.sleep(pause.multipliedBy(1L << failed));
                failed = look() ? 0 : failed + 1;
            }
            log.error("The private PostgreSQL can't be started again after {} tries: restart the gateway", TRIES);
            AvailabilityChangeEvent.publish(events, this, LivenessState.BROKEN);
        } catch (InterruptedException e) {
            log.debug("Nobody looks after PostgreSQL any more");
        }
    }

    private boolean look() throws InterruptedException {
        try {
            postgres.revive();
            return true;
        } catch (FirstRunFailed e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            log.error("{}", e.getMessage());
            return false;
        }
    }
}
