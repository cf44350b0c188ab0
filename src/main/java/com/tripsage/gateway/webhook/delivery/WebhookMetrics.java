package com.tripsage.gateway.webhook.delivery;

import com.tripsage.gateway.changelog.Change;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;

/** The metrics of webhooks: calls and how long they take, how long after a change its event arrives, and what waits. */
@Component
final class WebhookMetrics {

    private static final String DELIVERED = "delivered";

    private final MeterRegistry meters;
    private final Timer delay;
    private final Counter disabled;
    private final AtomicReference<Leases.Backlog> backlog = new AtomicReference<>(Leases.Backlog.NONE);

    WebhookMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.delay = Timer.builder("gateway.webhooks.delay")
                .description("From a change, before its commit, to the arrival of its event")
                .register(meters);
        this.disabled = meters.counter("gateway.webhooks.disabled");
        meters.timer("gateway.webhooks.calls", "outcome", DELIVERED);
        meters.gauge("gateway.webhooks.waiting", backlog, one -> one.get().events());
        meters.gauge("gateway.webhooks.failing", backlog, one -> one.get().failing());
    }

    void called(Answer answer) {
        String outcome =
                answer.error() == null ? DELIVERED : answer.error().name().toLowerCase(Locale.ROOT);
        meters.timer("gateway.webhooks.calls", "outcome", outcome).record(answer.latency());
    }

    void delivered(Change change) {
        delay.record(Duration.between(
                change.occurredAt(), OffsetDateTime.now(change.occurredAt().getOffset())));
    }

    void disabled() {
        disabled.increment();
    }

    void waiting(Leases.Backlog now) {
        backlog.set(now);
    }
}
