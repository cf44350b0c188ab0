package com.tripsage.gateway.idempotency;

import com.tripsage.gateway.database.DatabaseUnavailable;
import com.tripsage.gateway.process.Background;
import java.time.Duration;

/** The removal of old idempotency keys, a few at once, so that no transaction takes long. */
final class IdempotencyMaintenance extends Background {

    private static final int BATCH = 1000;
    private static final Duration WHEN_DONE = Duration.ofMinutes(10);
    private static final Duration WHEN_THERE_IS_MORE = Duration.ofSeconds(1);

    private final IdempotencyKeys keys;

    IdempotencyMaintenance(IdempotencyKeys keys) {
        super(Thread.ofPlatform().daemon().name("idempotency-maintenance"), DEFAULT_PHASE);
        this.keys = keys;
    }

    @Override
    protected Duration round() {
        return keys.removeOld(BATCH) < BATCH ? WHEN_DONE : WHEN_THERE_IS_MORE;
    }

    @Override
    protected boolean isExpected(RuntimeException failure) {
        return failure instanceof DatabaseUnavailable;
    }
}
