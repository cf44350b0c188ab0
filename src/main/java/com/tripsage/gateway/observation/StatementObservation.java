package com.tripsage.gateway.observation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What is seen of a statement until it is closed: what it is about, and how many rows it brought or changed. No value of it. */
public final class StatementObservation implements AutoCloseable {

    private final Observation request;
    private final Span span;
    private final boolean isCounted;
    private long rows;
    private boolean isOver;

    /** @param isCounted whether somebody reads how many rows there were */
    StatementObservation(
            Observation request, SqlSummary summary, @Nullable Tracing tracing, Span parent, boolean isCounted) {
        this.request = request;
        this.isCounted = isCounted;
        this.span = tracing == null ? Span.getInvalid() : tracing.below(parent, summary.text(), SpanKind.CLIENT);
        span.setAttribute("db.system.name", "postgresql")
                .setAttribute("db.operation.name", summary.operation())
                .setAttribute("db.query.summary", summary.text());
    }

    /** The result of an execution, whose rows are counted while they are read. */
    public @Nullable Object counted(@Nullable Object result) {
        return switch (result) {
            case Integer changed -> {
                rows += Math.max(0, changed);
                yield result;
            }
            case ResultSet read when isCounted -> counting(read);
            case null, default -> result;
        };
    }

    private ResultSet counting(ResultSet read) {
        return (ResultSet) Proxy.newProxyInstance(
                ResultSet.class.getClassLoader(), new Class<?>[] {ResultSet.class}, (_, method, arguments) -> {
                    try {
                        Object value = method.invoke(read, arguments);
                        if (method.getName().equals("next") && Boolean.TRUE.equals(value)) {
                            rows++;
                        }
                        return value;
                    } catch (InvocationTargetException e) {
                        throw e.getCause() != null ? e.getCause() : e;
                    }
                });
    }

    /** Notes rows that were read another way. */
    public void read(long more) {
        rows += more;
    }

    /** Notes a failure by its SQLSTATE: the message may have values in it. */
    public void failed(SQLException failure) {
        span.setAttribute("error.type", String.valueOf(failure.getSQLState())).setStatus(StatusCode.ERROR);
    }

    @Override
    public void close() {
        if (!isOver) {
            isOver = true;
            request.read(rows);
            span.setAttribute("db.response.returned_rows", rows).end();
        }
    }
}
