package com.tripsage.gateway.live;

import com.tripsage.gateway.changelog.Change;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.springframework.stereotype.Component;

/** The metrics of delivery: how long after a change its events arrive, runs of documents, and subscribers that were too slow. */
@Component
final class DeliveryMetrics {

    private final Timer delay;
    private final Counter executed;
    private final Counter overflows;

    DeliveryMetrics(MeterRegistry meters) {
        this.delay = Timer.builder("gateway.live.delay")
                .description(
                        "From a change, before its commit, to the sending of its event, but for events that were missed")
                .register(meters);
        this.executed = meters.counter("gateway.live.executed");
        this.overflows = meters.counter("gateway.live.overflows");
    }

    /** An event is ready for a subscriber who was there when the change came: how fast that one reads doesn't count. */
    void delivering(Change change) {
        delay.record(Duration.between(
                change.occurredAt(), OffsetDateTime.now(change.occurredAt().getOffset())));
    }

    /** Counts events for which the document was run; others take the result of an equal subscription. */
    void executed(int events) {
        executed.increment(events);
    }

    void overflowed() {
        overflows.increment();
    }
}
