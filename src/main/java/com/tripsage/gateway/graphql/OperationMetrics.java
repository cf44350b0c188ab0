package com.tripsage.gateway.graphql;

import com.tripsage.gateway.database.Access;
import graphql.ExecutionResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The metrics of operations: their number, duration, statements, failures and rejections. */
@Component
final class OperationMetrics {

    private final Map<Access, Meters> meters = new EnumMap<>(Access.class);
    private final Counter rejections;

    OperationMetrics(MeterRegistry registry) {
        rejections = Counter.builder("gateway.operations.rejected")
                .description("Operations that were not begun because too many were under way")
                .register(registry);
        for (Access access : Access.values()) {
            meters.put(access, Meters.of(registry, access.name().toLowerCase(Locale.ROOT)));
        }
    }

    ExecutionResult timed(Access access, Supplier<ExecutionResult> operation) {
        return of(access).durations.record(operation);
    }

    void statements(Access access, int count) {
        of(access).statements.record(count);
    }

    void failed(Access access) {
        of(access).failures.increment();
    }

    void rejected() {
        rejections.increment();
    }

    private Meters of(Access access) {
        return Objects.requireNonNull(meters.get(access));
    }

    private record Meters(Timer durations, DistributionSummary statements, Counter failures) {

        static Meters of(MeterRegistry registry, String access) {
            return new Meters(
                    registry.timer("gateway.operations", "access", access),
                    registry.summary("gateway.operation.statements", "access", access),
                    registry.counter("gateway.operation.failures", "access", access));
        }
    }
}
