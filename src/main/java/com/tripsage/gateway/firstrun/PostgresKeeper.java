package com.tripsage.gateway.firstrun;

import com.tripsage.gateway.process.Background;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationEventPublisher;

/**
 * A guard of the private PostgreSQL: starts it again when it has ended though nobody stopped it, and says so when that can't be
 * done.
 */
class PostgresKeeper extends Background {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresKeeper.class);

    private static final int TRIES = 5;

    private final PrivatePostgres postgres;
    private final ApplicationEventPublisher events;
    private final Duration pause;

    private int failures;

    /**
     * A keeper that has still to be started.
     *
     * @param pause between two looks, and twice as long after each failure
     */
    PostgresKeeper(PrivatePostgres postgres, ApplicationEventPublisher events, Duration pause) {
        super(Thread.ofPlatform().daemon().name("postgres-keeper"), DEFAULT_PHASE);
        this.postgres = postgres;
        this.events = events;
        this.pause = pause;
    }

    @Override
    protected Duration round() throws InterruptedException {
        failures = look() ? 0 : failures + 1;
        if (failures == TRIES) {
            LOG.error("The private PostgreSQL can't be started again after {} tries: restart the gateway", TRIES);
            AvailabilityChangeEvent.publish(events, this, LivenessState.BROKEN);
            stop();
        }
        return pause.multipliedBy(1L << failures);
    }

    private boolean look() throws InterruptedException {
        try {
            postgres.revive();
            return true;
        } catch (FirstRunFailed e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            LOG.error("{}", e.getMessage());
            return false;
        }
    }
}
