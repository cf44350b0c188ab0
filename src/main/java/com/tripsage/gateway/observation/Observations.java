package com.tripsage.gateway.observation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The way to have work observed. Where nothing is configured, the work is all that is done. */
public final class Observations implements AutoCloseable {

    private final @Nullable Tracing tracing;
    private final @Nullable AccessLog accessLog;

    Observations(@Nullable Tracing tracing, @Nullable AccessLog accessLog) {
        this.tracing = tracing;
        this.accessLog = accessLog;
    }

    /** Whether nobody looks. */
    public boolean areOff() {
        return tracing == null && accessLog == null;
    }

    /**
     * Does the work of a request.
     *
     * @param kind the kind of the request, as {@code POST /graphql}; never a text of the client's
     * @param traceparent the header of W3C's Trace Context; null where there is none
     */
    public <T, E extends Exception> T during(String kind, @Nullable String traceparent, Work<T, E> work) throws E {
        Span span = tracing == null ? Span.getInvalid() : tracing.request(kind, traceparent);
        try (var observation = new Observation(kind, tracing, accessLog, span)) {
            try {
                return Observation.during(observation, work::run);
            } catch (RuntimeException | Error fault) {
                // which somebody outside answers
                observation.refused("INTERNAL");
                throw fault;
            }
        }
    }

    /** Does the work of an operation, which belongs to a request, or else to a subscription under way. */
    public <T> T operation(String type, String name, Supplier<T> work) {
        if (tracing == null) {
            return work.get();
        }
        Observation request = Observation.current();
        if (request != null) {
            Span span = tracing.below(request.span(), type + " " + name, SpanKind.INTERNAL);
            return request.during(named(span, type, name), work);
        }
        Span span = tracing.request(type + " " + name, null);
        try (var event = new Observation(type, tracing, null, named(span, type, name))) {
            return Observation.during(event, work::get);
        }
    }

    private static Span named(Span span, String type, String name) {
        return span.setAttribute("graphql.operation.type", type).setAttribute("graphql.operation.name", name);
    }

    @Override
    public void close() {
        if (tracing != null) {
            tracing.close();
        }
    }

    /** Work that may fail. */
    public interface Work<T, E extends Exception> {

        T run() throws E;
    }
}
