package com.tripsage.gateway.process;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

/**
 * The open connections of one kind: at most so many, all looked after by one clock, and ended when the gateway stops, one
 * after the other over some time, so that their clients don't all come back at once.
 *
 * <p>Whoever opens a connection calls {@link #add} first, and {@link #remove} once when it is closed, for whatever reason.
 * Each one that was added is either removed or ended: {@link #add} refuses what comes after the end has begun.
 *
 * @param <C> a connection, which is told apart by its identity
 */
public abstract class OpenConnections<C> extends Background {

    private static final Logger LOG = LoggerFactory.getLogger(OpenConnections.class);

    /** Started after the web server, and stopped before it begins to wait for its requests. */
    private static final int PHASE = WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1;

    private final Duration betweenTicks;
    private final Duration spread;
    private final Semaphore places;
    private final Set<C> open = ConcurrentHashMap.newKeySet();

    private volatile boolean ending;

    /**
     * A set that is empty.
     *
     * @param clock the name of the clock's thread
     * @param most how many there may be at once
     * @param betweenTicks how often each is looked after
     * @param spread over which time they end
     */
    protected OpenConnections(String clock, int most, Duration betweenTicks, Duration spread) {
        super(Thread.ofPlatform().daemon().name(clock), PHASE);
        this.places = new Semaphore(most);
        this.betweenTicks = betweenTicks;
        this.spread = spread;
    }

    /** Whether a connection is looked after and ended: not where it ends by itself in a moment, and only has a place. */
    protected boolean isLasting(C connection) {
        return true;
    }

    /**
     * Does what is due on a connection, which may have been added just now, or be closed already. Must not wait: the others
     * would wait with it.
     */
    protected abstract void tick(C connection, Instant now);

    /**
     * Ends a connection because the gateway stops, on a thread of its own. The gateway goes on stopping when this has
     * returned for every connection.
     */
    protected abstract void end(C connection);

    /** Adds a connection, unless there are as many as there may be, or the gateway {@linkplain #isEnding stops}. */
    protected final boolean add(C connection) {
        if (ending || !places.tryAcquire()) {
            return false;
        }
        open.add(connection);
        return !ending || !remove(connection);
    }

    /** Removes a connection; false where somebody has removed it before. */
    protected final boolean remove(C connection) {
        boolean removed = open.remove(connection);
        if (removed) {
            places.release();
        }
        return removed;
    }

    /** Whether the gateway stops, and nothing is added any more. */
    protected final boolean isEnding() {
        return ending;
    }

    /** How many there are. */
    public final int count() {
        return open.size();
    }

    @Override
    protected final Duration round() {
        Instant now = Instant.now();
        for (C connection : lasting()) {
            try {
                tick(connection, now);
            } catch (RuntimeException fault) {
                LOG.error("A connection can't be looked after", fault);
            }
        }
        return betweenTicks;
    }

    /** Adds nothing any more, and returns when the last connection has ended. */
    public final void endAll(Duration over) {
        ending = true;
        List<C> leaving = lasting();
        List<Thread> ends = new ArrayList<>();
        long begin = System.nanoTime();
        try {
            for (C connection : leaving) {
                long due = begin + over.toNanos() * ends.size() / leaving.size();
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                ends.add(Thread.startVirtualThread(() -> end(connection)));
            }
            for (Thread end : ends) {
                end.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private List<C> lasting() {
        return open.stream().filter(this::isLasting).toList();
    }

    @Override
    public void start() {
        ending = false;
        super.start();
    }

    @Override
    public final void stop() {
        endAll(spread);
        super.stop();
    }

    @Override
    public final void stop(Runnable whenDone) {
        Thread.startVirtualThread(() -> {
            try {
                stop();
            } finally {
                whenDone.run();
            }
        });
    }

    /** The web server goes on while a context is paused. */
    @Override
    public final boolean isPauseable() {
        return false;
    }
}
