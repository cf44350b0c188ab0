package com.tripsage.gateway.websocket;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.MemoryBudget;
import com.tripsage.gateway.budget.MemoryRefused;
import com.tripsage.gateway.budget.Use;
import com.tripsage.gateway.http.RequestRefused;
import com.tripsage.gateway.live.LiveOperations;
import com.tripsage.gateway.quota.ClientAddress;
import com.tripsage.gateway.quota.Quota;
import com.tripsage.gateway.quota.Quotas;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The open sockets, and the one clock of them all. Closes them before the web server stops. */
@Component
public class WebSockets implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(WebSockets.class);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private static final Duration TICK = Duration.ofMillis(500);

    /** How long a socket stays open for the sake of queries and mutations when the gateway stops. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Codes that clients may invent would make a time series each. */
    private static final Set<Integer> CODES = Set.of(
            1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1013, 4400, 4401, 4403, 4406, 4408, 4409, 4429, 4500);

    private final LiveOperations operations;
    private final Admissions admissions;
    private final WebSocketProperties properties;
    private final MemoryBudget budget;
    private final int maxConnections;
    private final Quota<UUID> requests;
    private final SocketPlaces places;
    private final MeterRegistry metrics;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    private volatile boolean accepting = true;
    private volatile @Nullable Thread clock;

    WebSockets(
            LiveOperations operations,
            Admissions admissions,
            WebSocketProperties properties,
            MemoryBudget budget,
            Quotas quotas,
            MeterRegistry metrics) {
        this.operations = operations;
        this.admissions = admissions;
        this.properties = properties;
        this.budget = budget;
        this.maxConnections = properties.connectionsIn(budget.mostOfSockets());
        this.requests = quotas.requests();
        this.places = new SocketPlaces(maxConnections, properties);
        this.metrics = metrics;
        Gauge.builder("gateway.websocket.connections", open, Set::size)
                .description("Open WebSockets")
                .register(metrics);
    }

    /** A socket that is being opened, where there is a place for it. */
    Connection connection(ClientAddress address, @Nullable Admission admission) {
        SocketPlaces.Place place = places.take(address, admission);
        try {
            budget.takeShared(Use.SOCKET, WebSocketProperties.SOCKET_BYTES);
        } catch (MemoryRefused nothingLeft) {
            place.release();
            throw RequestRefused.of(nothingLeft);
        }
        var connection = new Connection(this, operations, admissions, properties, address, requests, place, admission);
        open.add(connection);
        if (!accepting) {
            abandoned(connection);
            throw RequestRefused.unavailable("The gateway is stopping; try again", RETRY_AFTER);
        }
        return connection;
    }

    /** Of a handshake that has failed. */
    void abandoned(Connection connection) {
        if (open.remove(connection)) {
            release(connection);
        }
    }

    private void release(Connection connection) {
        connection.place().release();
        budget.giveShared(Use.SOCKET, WebSocketProperties.SOCKET_BYTES);
    }

    /** An account for what a holder has on sockets. */
    Holding holding(Object holder) {
        return budget.holding(holder);
    }

    void closed(Connection connection, int code) {
        if (open.remove(connection)) {
            release(connection);
            String tag = CODES.contains(code) ? String.valueOf(code) : "other";
            metrics.counter("gateway.websocket.closed", "code", tag).increment();
        }
    }

    /**
     * Lets nobody in any more and closes all sockets, one after the other over the given time; each is told where its
     * subscriptions can be resumed. Returns when the last one is closed.
     */
    public void shutDown(Duration spread) {
        accepting = false;
        List<Connection> leaving = List.copyOf(open);
        List<Thread> closers = new ArrayList<>();
        long begin = System.nanoTime();
        try {
            for (Connection connection : leaving) {
                long turn = begin + spread.toNanos() * closers.size() / leaving.size();
                TimeUnit.NANOSECONDS.sleep(turn - System.nanoTime());
                closers.add(Thread.startVirtualThread(() -> connection.shutDown(PATIENCE)));
            }
            for (Thread closer : closers) {
                closer.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void start() {
        accepting = true;
        if (maxConnections < properties.maxConnections()) {
            log.info("The heap has room for {} WebSockets, not for {}", maxConnections, properties.maxConnections());
        }
        clock = Thread.ofPlatform().daemon().name("websocket-clock").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(TICK);
                tick();
            }
        } catch (InterruptedException stopped) {
            // the end of the thread
        }
    }

    private void tick() {
        long now = System.nanoTime();
        Instant time = Instant.now();
        for (Connection connection : open) {
            try {
                connection.tick(now, time);
            } catch (RuntimeException fault) {
                log.error("A WebSocket could not be looked after", fault);
            }
        }
    }

    @Override
    public void stop(Runnable callback) {
        Thread.startVirtualThread(() -> {
            try {
                stop();
            } finally {
                callback.run();
            }
        });
    }

    @Override
    public void stop() {
        shutDown(properties.shutdownSpread());
        Thread ticking = clock;
        if (ticking != null) {
            ticking.interrupt();
            clock = null;
        }
    }

    @Override
    public boolean isRunning() {
        return clock != null;
    }

    /** Stops before the web server begins to wait for its requests. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1;
    }
}
