package com.tripsage.gateway.graphql;

import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.document.CheckedOperation;
import com.tripsage.gateway.observation.Observation;
import com.tripsage.gateway.refusal.GraphQlErrors;
import com.tripsage.gateway.refusal.Overloaded;
import graphql.ExecutionResult;
import graphql.language.OperationDefinition;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The metrics of operations: their number, duration, statements, failures and rejections, and the answers by name. */
@Component
final class OperationMetrics {

    private final Map<Access, Meters> meters = new EnumMap<>(Access.class);
    private final Map<Labels, Timer> answers = new ConcurrentHashMap<>();
    private final MeterRegistry registry;
    private final OperationNames names;
    private final Counter rejectedOfGateway;
    private final Counter rejectedOfCallers;

    OperationMetrics(MeterRegistry registry, OperationNames names) {
        this.registry = registry;
        this.names = names;
        names.onRemoval(this::forget);
        rejectedOfGateway = rejected("gateway");
        rejectedOfCallers = rejected("caller");
        for (Access access : Access.values()) {
            meters.put(access, Meters.of(registry, access.name().toLowerCase(Locale.ROOT)));
        }
    }

    ExecutionResult timed(Access access, Supplier<ExecutionResult> operation) {
        return of(access).durations.record(operation);
    }

    /**
     * Counts an answer, or the beginning of a subscription.
     *
     * @param operation null where it was turned away before it was looked at
     * @param result null where there is none
     * @param begun when it came, in terms of {@link System#nanoTime}
     */
    void answered(@Nullable PreparedOperation operation, @Nullable ExecutionResult result, long begun) {
        CheckedOperation check = operation == null ? null : operation.check();
        OperationDefinition.Operation type = check == null ? null : check.type();
        String name = check == null || type == null ? OperationNames.UNKNOWN : names.of(check.name());
        var labels = new Labels(name, type, Outcome.of(result));
        answers.computeIfAbsent(labels, this::timer).record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        Observation observation = Observation.current();
        if (observation != null) {
            observation.answered(labels.typeTag(), name, labels.outcomeTag());
        }
    }

    private Timer timer(Labels labels) {
        return Timer.builder("gateway.graphql.request")
                .description("From an operation's arrival, its time in the queue included, to its result")
                .tag("operation", labels.operation())
                .tag("type", labels.typeTag())
                .tag("outcome", labels.outcomeTag())
                .register(registry);
    }

    private void forget(String operation) {
        answers.entrySet().removeIf(answer -> {
            boolean goes = answer.getKey().operation().equals(operation);
            if (goes) {
                registry.remove(answer.getValue());
            }
            return goes;
        });
    }

    void statements(Access access, int count) {
        of(access).statements.record(count);
    }

    void failed(Access access) {
        of(access).failures.increment();
    }

    void rejected(Overloaded overloaded) {
        (overloaded.isOfCaller() ? rejectedOfCallers : rejectedOfGateway).increment();
    }

    private Counter rejected(String of) {
        return Counter.builder("gateway.operations.rejected")
                .description(
                        "Operations that were not begun because too many were under way, in all or of their caller")
                .tag("of", of)
                .register(registry);
    }

    private Meters of(Access access) {
        return Objects.requireNonNull(meters.get(access));
    }

    private enum Outcome {
        SUCCESS,
        /** With data, and with errors. */
        PARTIAL,
        /** With nothing but errors, which are the client's. */
        ERROR,
        /** With an error that isn't the client's. */
        FAILURE,
        /** Turned away by a limit, a quota or for want of a scope. */
        REFUSED;

        static Outcome of(@Nullable ExecutionResult result) {
            if (result == null) {
                return REFUSED;
            }
            if (result.getErrors().isEmpty()) {
                return SUCCESS;
            }
            if (GraphQlErrors.codes(result.getErrors()).stream().anyMatch(Observation::isFailure)) {
                return FAILURE;
            }
            return result.isDataPresent() ? PARTIAL : ERROR;
        }
    }

    private record Labels(String operation, OperationDefinition.@Nullable Operation type, Outcome outcome) {

        String typeTag() {
            return type == null ? OperationNames.UNKNOWN : type.name().toLowerCase(Locale.ROOT);
        }

        String outcomeTag() {
            return outcome.name().toLowerCase(Locale.ROOT);
        }
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
