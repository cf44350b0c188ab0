package com.tripsage.gateway.http;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.graphql.Operation;
import com.tripsage.gateway.live.LiveOperations;
import com.tripsage.gateway.quota.Places;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The answers that are streams: how many there may be, what is due on them, and their end when the gateway stops. */
@Component
class EventStreams implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EventStreams.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final LiveOperations operations;
    private final ClientWatch clients;
    private final StreamProperties properties;
    private final Semaphore places;
    private final Places<UUID> callers;

    /** Subscriptions only: what ends with its request needs no care. */
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

    private volatile boolean stopping;
    private volatile @Nullable Thread looker;

    EventStreams(LiveOperations operations, ClientWatch clients, StreamProperties properties, MeterRegistry meters) {
        this.operations = operations;
        this.clients = clients;
        this.properties = properties;
        this.places = new Semaphore(properties.maxConnections());
        this.callers = new Places<>(properties.maxConnectionsPerCaller());
        Gauge.builder("gateway.sse.connections", () -> properties.maxConnections() - places.availablePermits())
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
        if (stopping) {
            throw RequestRefused.unavailable("The gateway is stopping; try again", RETRY_AFTER);
        }
        UUID caller = operation.caller().id();
        if (!callers.take(caller)) {
            throw RequestRefused.rateLimited(
                    "One caller may have " + properties.maxConnectionsPerCaller() + " streams at a time", RETRY_AFTER);
        }
        if (!places.tryAcquire()) {
            callers.release(caller);
            throw RequestRefused.unavailable("Too many streams are open; try again later", RETRY_AFTER);
        }
        try (ClientWatch.Watched watched = clients.watch(request, operation)) {
            new EventStream(this, caller, operation.requestId(), memory, expiry, request, response, watched)
                    .run(operations, operation);
        }
    }

    void goesOn(EventStream stream) {
        open.add(stream);
        if (stopping) {
            Thread.startVirtualThread(stream::breakOff);
        }
    }

    void isOver(EventStream stream) {
        open.remove(stream);
        places.release();
        callers.release(stream.caller());
    }

    private void lookAfterThem() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(BETWEEN_LOOKS);
                look();
            }
        } catch (InterruptedException e) {
            log.debug("Nothing is due on streams any more");
        }
    }

    /** Never waits: what has to be written is written on another thread. */
    private void look() {
        Instant now = Instant.now();
        open.forEach(stream -> {
            if (stream.hasExpired(now)) {
                Thread.startVirtualThread(stream::expire);
            } else if (stream.hasBeenSilentFor(properties.keepAlive())) {
                Thread.startVirtualThread(() -> stream.keepAlive(properties.keepAlive()));
            }
        });
    }

    @Override
    public void start() {
        stopping = false;
        looker = Thread.ofVirtual().name("event-streams").start(this::lookAfterThem);
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public void stop(Runnable whenDone) {
        stopping = true;
        Thread.startVirtualThread(() -> {
            try {
                breakOff(List.copyOf(open));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                stopLooking();
                whenDone.run();
            }
        });
    }

    private void breakOff(List<EventStream> streams) throws InterruptedException {
        long start = System.nanoTime();
        for (int i = 0; i < streams.size(); i++) {
            long due = start + properties.shutdownSpread().toNanos() / streams.size() * i;
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            Thread.startVirtualThread(streams.get(i)::breakOff);
        }
    }

    private void stopLooking() {
        Thread thread = looker;
        if (thread != null) {
            thread.interrupt();
            looker = null;
        }
    }

    @Override
    public boolean isRunning() {
        return looker != null;
    }

    /** Before the server waits for what is being answered. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1;
    }

    @Override
    public boolean isPauseable() {
        return false;
    }
}
