package com.tripsage.gateway.observation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What is seen of a request while it is under way, on its own thread: its span, and the figures of its line in the access log. There
 * is none where nobody looks.
 */
public final class Observation implements AutoCloseable {

    private static final ScopedValue<Observation> CURRENT = ScopedValue.newInstance();
    private static final String TRACE_ID = "traceId";

    /** The codes of failures that are not the client's. */
    private static final Set<String> FAILURES = Set.of("INTERNAL", "UNAVAILABLE", "TIMEOUT");

    private final long begun = System.nanoTime();
    private final String kind;
    private final @Nullable Tracing tracing;
    private final @Nullable AccessLog accessLog;
    private final Span span;
    private Span innermost;
    private String type = "unknown";
    private String operation = "unknown";
    private String outcome = "refused";
    private @Nullable String code;
    private @Nullable UUID caller;
    private int status;
    private int statements;
    private long rows;
    private long bytes;

    Observation(String kind, @Nullable Tracing tracing, @Nullable AccessLog accessLog, Span span) {
        this.kind = kind;
        this.tracing = tracing;
        this.accessLog = accessLog;
        this.span = span;
        this.innermost = span;
        String traceId = traceId();
        if (traceId != null) {
            MDC.put(TRACE_ID, traceId);
        }
    }

    /** Whether an error of this code is not the client's. */
    public static boolean isFailure(String code) {
        return FAILURES.contains(code);
    }

    /** That of this thread's request; null where nobody looks. */
    public static @Nullable Observation current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    static <T, E extends Exception> T during(Observation observation, ScopedValue.CallableOp<T, E> work) throws E {
        return ScopedValue.where(CURRENT, observation).call(work);
    }

    <T> T during(Span part, Supplier<T> work) {
        Span outer = innermost;
        innermost = part;
        try {
            return work.get();
        } finally {
            innermost = outer;
            part.end();
        }
    }

    Span span() {
        return span;
    }

    /** The id of the trace that it belongs to; null where it isn't traced. */
    public @Nullable String traceId() {
        return span.getSpanContext().isSampled() ? span.getSpanContext().getTraceId() : null;
    }

    /** Notes who is calling. */
    public void by(UUID user) {
        caller = user;
    }

    /** Notes what has been answered, in the words of the metrics. */
    public void answered(String operationType, String operationName, String operationOutcome) {
        type = operationType;
        operation = operationName;
        outcome = operationOutcome;
    }

    /** Notes the code of an error in the answer. */
    public void refused(String errorCode) {
        code = errorCode;
    }

    /** Notes the status of an HTTP response. */
    public void responded(int httpStatus) {
        status = httpStatus;
    }

    /** Notes that a part of the answer has been written. */
    public void wrote(long more) {
        bytes += more;
    }

    /** A statement that is about to be sent. */
    public StatementObservation statement(String sql) {
        statements++;
        return new StatementObservation(
                this, SqlSummary.of(sql), tracing, innermost, accessLog != null || innermost.isRecording());
    }

    void read(long more) {
        rows += more;
    }

    @Override
    public void close() {
        if (status > 0) {
            span.setAttribute("http.response.status_code", status);
        }
        if (code != null) {
            span.setAttribute("error.type", code);
            if (isFailure(code)) {
                span.setStatus(StatusCode.ERROR);
            }
        }
        span.end();
        if (accessLog != null) {
            accessLog.write(new AccessLog.Line(
                    kind,
                    type,
                    operation,
                    outcome,
                    code,
                    status,
                    caller,
                    System.nanoTime() - begun,
                    statements,
                    rows,
                    bytes));
        }
        MDC.remove(TRACE_ID);
    }
}
