package com.tripsage.gateway.http;

import com.tripsage.gateway.graphql.Operation;
import com.tripsage.gateway.http.connector.ClientConnection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/**
 * A watch over the clients that wait for an operation, which is cancelled when its client has gone. It looks only at what takes
 * longer than most, from a thread of its own that is there also when all others are busy. It isn't a SmartLifecycle: whoever
 * uses it would be stopped with it, before its own time.
 */
@Component
class ClientWatch implements InitializingBean, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(ClientWatch.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final Set<Watched> running = ConcurrentHashMap.newKeySet();
    private final Counter abandoned;
    private volatile @Nullable Thread thread;

    ClientWatch(MeterRegistry meters) {
        this.abandoned = Counter.builder("gateway.operations.abandoned")
                .description("Operations that were cancelled because their clients had gone")
                .register(meters);
    }

    /** Does the work of an operation, during which nobody reads the request or answers it. */
    <T> T whileWatched(HttpServletRequest request, Operation operation, Supplier<T> work) {
        Watched watched = watch(request, operation);
        try {
            return work.get();
        } finally {
            watched.close();
        }
    }

    /** Watches for as long as the result is not closed; meanwhile the caller neither reads the request nor answers it. */
    Watched watch(HttpServletRequest request, Operation operation) {
        var watched = new Watched(ClientConnection.of(request), operation);
        running.add(watched);
        return watched;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(BETWEEN_LOOKS);
                long before = System.nanoTime() - BETWEEN_LOOKS.toNanos();
                running.forEach(watched -> watched.lookIfBegun(before));
            }
        } catch (InterruptedException e) {
            LOG.debug("Nobody is watched any more");
        }
    }

    @Override
    public void afterPropertiesSet() {
        thread = Thread.ofPlatform().daemon().name("client-watch").start(this::run);
    }

    @Override
    public void destroy() {
        Thread watching = thread;
        if (watching != null) {
            watching.interrupt();
        }
    }

    /** An operation, and who waits for it. */
    final class Watched implements AutoCloseable {

        private final @Nullable ClientConnection client;
        private final Operation operation;
        private final long begun = System.nanoTime();
        private boolean over;

        private Watched(@Nullable ClientConnection client, Operation operation) {
            this.client = client;
            this.operation = operation;
            this.over = client == null;
        }

        private synchronized void lookIfBegun(long before) {
            if (!over && client != null && begun - before < 0 && client.hasGone()) {
                over = true;
                abandoned.increment();
                operation.cancel();
            }
        }

        /** The client may be read from and written to again. */
        @Override
        public void close() {
            running.remove(this);
            synchronized (this) {
                over = true;
            }
        }
    }
}
