package com.tripsage.gateway.http;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.graphql.Operation;
import com.tripsage.gateway.live.LiveOperations;
import com.tripsage.gateway.process.OpenConnections;
import com.tripsage.gateway.quota.Places;
import com.tripsage.gateway.request.RequestRefused;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.security.Callers;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The answers that are streams: how many there may be, what is due on them, and their end when the gateway stops. */
@Component
class EventStreams extends OpenConnections<EventStream> {

    private static final Duration BETWEEN_TICKS = Duration.ofMillis(250);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final LiveOperations operations;
    private final ClientWatch clients;
    private final StreamProperties properties;
    private final Callers callers;
    private final Places<UUID> places;

    EventStreams(
            LiveOperations operations,
            ClientWatch clients,
            Callers callers,
            StreamProperties properties,
            MeterRegistry meters) {
        super("event-streams", properties.maxConnections(), BETWEEN_TICKS, properties.shutdownSpread());
        this.operations = operations;
        this.clients = clients;
        this.properties = properties;
        this.callers = callers;
        this.places = new Places<>(properties.maxConnectionsPerCaller());
        Gauge.builder("gateway.sse.connections", this, EventStreams::count)
                .description("Answers that are streams of events, open now")
                .register(meters);
    }

    /** Answers with what an operation brings. A subscription goes on after the return, until the token expires. */
    void answer(
            Operation operation,
            Holding memory,
            @Nullable Instant expiry,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Caller caller = operation.caller();
        if (!places.take(caller.id())) {
            throw RequestRefused.rateLimited(
                    "One caller may have " + properties.maxConnectionsPerCaller() + " streams at a time", RETRY_AFTER);
        }
        try (ClientWatch.Watched watched = clients.watch(request, operation)) {
            var events = new ServerSentEvents(response, watched);
            var stream = new EventStream(this, caller, operation.requestId(), memory, expiry, request, events);
            if (!add(stream)) {
                places.release(caller.id());
                throw RequestRefused.unavailable(
                        isEnding()
                                ? "The gateway is stopping; try again"
                                : "Too many streams are open; try again later",
                        RETRY_AFTER);
            }
            stream.run(operations, operation);
        }
    }

    /** Called when a stream has become one that lasts, which may be too late for the end of all. */
    void goesOn(EventStream stream) {
        if (isEnding()) {
            end(stream);
        }
    }

    /** Takes a stream's place back; false where that has been done. */
    boolean release(EventStream stream) {
        boolean released = remove(stream);
        if (released) {
            places.release(stream.caller().id());
        }
        return released;
    }

    @Override
    protected boolean isLasting(EventStream stream) {
        return stream.isLive();
    }

    /** Whatever has to be written is written on another thread. */
    @Override
    protected void tick(EventStream stream, Instant now) {
        if (stream.expiresBy(now)) {
            Thread.startVirtualThread(stream::expire);
        } else if (!callers.goesOnCounting(stream.caller())) {
            Thread.startVirtualThread(stream::revoke);
        } else if (stream.hasBeenSilentFor(properties.keepAlive())) {
            Thread.startVirtualThread(() -> stream.keepAlive(properties.keepAlive()));
        }
    }

    /** Nobody waits here for a client that is slow: the web server does, as for all that is being answered. */
    @Override
    protected void end(EventStream stream) {
        Thread.startVirtualThread(stream::breakOff);
    }
}
