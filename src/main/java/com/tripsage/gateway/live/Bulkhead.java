package com.tripsage.gateway.live;

import com.tripsage.gateway.database.FairPlaces;
import com.tripsage.gateway.database.Pace;
import com.tripsage.gateway.graphql.Operation;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * A bulkhead between subscriptions and the database: a few at a time use it, callers in turns. The others hold little while
 * they wait, and their time limit has not begun. So ten thousand that come back at once are served one after the other with
 * plain requests in between, and those of one caller make nobody else wait.
 */
@Component
final class Bulkhead {

    private static final Duration FOR_EVER = Duration.ofDays(1000);

    private final FairPlaces places;

    Bulkhead(LiveProperties properties, Pace pace, MeterRegistry meters) {
        this.places = new FairPlaces(properties.concurrency(), properties.concurrencyPerCaller(), pace)
                .measured(meters, "subscriptions");
    }

    /** Does the work for an operation when it is its caller's turn. */
    <T> T run(Operation operation, Supplier<T> work) throws InterruptedException {
        FairPlaces.Place place = Objects.requireNonNull(operation
                .cancellation()
                .waiting(() -> places.acquire(operation.caller().id(), FOR_EVER)));
        try {
            return work.get();
        } finally {
            place.close();
        }
    }
}
