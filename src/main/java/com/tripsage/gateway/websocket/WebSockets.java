package com.tripsage.gateway.websocket;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.MemoryBudget;
import com.tripsage.gateway.budget.MemoryRefused;
import com.tripsage.gateway.budget.Use;
import com.tripsage.gateway.live.LiveOperations;
import com.tripsage.gateway.process.OpenConnections;
import com.tripsage.gateway.quota.ClientAddress;
import com.tripsage.gateway.quota.Quota;
import com.tripsage.gateway.quota.Quotas;
import com.tripsage.gateway.request.RequestRefused;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The open sockets: how many there may be, what is due on them, and their end before the web server stops. */
@Component
class WebSockets extends OpenConnections<SocketEndpoint> {

    private static final Logger LOG = LoggerFactory.getLogger(WebSockets.class);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private static final Duration BETWEEN_TICKS = Duration.ofMillis(500);

    /** How long a socket stays open for the sake of queries and mutations when the gateway stops. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Codes that clients may invent would make a time series each. */
    private static final Set<Integer> CODES = Set.of(
            1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1013, 4400, 4401, 4403, 4406, 4408, 4409, 4429, 4500);

    private final LiveOperations operations;
    private final Admissions admissions;
    private final WebSocketProperties properties;
    private final MemoryBudget budget;
    private final Quota<UUID> requests;
    private final SocketPlaces places;
    private final MeterRegistry metrics;

    WebSockets(
            LiveOperations operations,
            Admissions admissions,
            WebSocketProperties properties,
            MemoryBudget budget,
            Quotas quotas,
            MeterRegistry metrics) {
        int most = properties.connectionsIn(budget.mostOfSockets());
        super("websocket-clock", most, BETWEEN_TICKS, properties.shutdownSpread());
        this.operations = operations;
        this.admissions = admissions;
        this.properties = properties;
        this.budget = budget;
        this.requests = quotas.requests();
        this.places = new SocketPlaces(properties);
        this.metrics = metrics;
        Gauge.builder("gateway.websocket.connections", this, WebSockets::count)
                .description("Open WebSockets")
                .register(metrics);
        if (most < properties.maxConnections()) {
            LOG.info("The heap has room for {} WebSockets, not for {}", most, properties.maxConnections());
        }
    }

    /** A socket that is being opened, where there is a place for it. */
    SocketEndpoint open(ClientAddress address, @Nullable Admission admission) {
        SocketPlaces.Place place = places.take(address, admission);
        try {
            budget.takeShared(Use.SOCKET, WebSocketProperties.SOCKET_BYTES);
        } catch (MemoryRefused nothingLeft) {
            place.release();
            throw RequestRefused.of(nothingLeft);
        }
        var socket = new SocketEndpoint(this, operations, admissions, properties, address, requests, place, admission);
        if (!add(socket)) {
            release(socket);
            throw RequestRefused.unavailable(
                    isEnding()
                            ? "The gateway is stopping; try again"
                            : "The gateway takes no more WebSockets at the moment",
                    RETRY_AFTER);
        }
        return socket;
    }

    /** Forgets a socket whose handshake has failed. */
    void abandoned(SocketEndpoint socket) {
        if (remove(socket)) {
            release(socket);
        }
    }

    private void release(SocketEndpoint socket) {
        socket.place().release();
        budget.giveShared(Use.SOCKET, WebSocketProperties.SOCKET_BYTES);
    }

    /** An account for what a holder has on sockets. */
    Holding holding(Object holder) {
        return budget.holding(holder);
    }

    /** Forgets a socket that has been closed with a code. */
    void closed(SocketEndpoint socket, int code) {
        if (remove(socket)) {
            release(socket);
            String tag = CODES.contains(code) ? String.valueOf(code) : "other";
            metrics.counter("gateway.websocket.closed", "code", tag).increment();
        }
    }

    @Override
    protected void tick(SocketEndpoint socket, Instant now) {
        socket.tick(now);
    }

    @Override
    protected void end(SocketEndpoint socket) {
        socket.shutDown(PATIENCE);
    }
}
