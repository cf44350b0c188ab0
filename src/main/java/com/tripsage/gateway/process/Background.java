package com.tripsage.gateway.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Work in the background, done in rounds on one thread from the start of the program to its end. A round that fails is tried
 * again after a pause, and told of once, until one succeeds.
 */
public abstract class Background implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Background.class);

    /** After a first failure, a second one, and each that follows: short, because others wait for what is done here. */
    private static final List<Duration> PAUSES =
            List.of(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1));

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Thread.Builder threads;
    private final int phase;

    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();

    /**
     * Work that has still to be started.
     *
     * @param threads makes the thread, whose name the log has
     * @param phase of {@link SmartLifecycle}: the lower, the earlier it is started, and the later it is stopped
     */
    protected Background(Thread.Builder threads, int phase) {
        this.threads = threads;
        this.phase = phase;
    }

    /**
     * Does what is due. An interrupt means that the program ends.
     *
     * @return how long to wait until the next round
     */
    protected abstract Duration round() throws InterruptedException;

    /** Whether a failure is understood by its message alone, as that of a database that is down; others are shown whole. */
    protected boolean isExpected(RuntimeException failure) {
        return false;
    }

    private void run() {
        try {
            int failures = 0;
            while (isOnItsThread()) {
                Duration pause;
                try {
                    pause = round();
                    failures = 0;
                } catch (RuntimeException e) {
                    if (failures == 0 && isOnItsThread()) {
                        warn(e);
                    }
                    pause = PAUSES.get(Math.min(failures++, PAUSES.size() - 1));
                }
                Thread.sleep(pause);
            }
        } catch (InterruptedException _) {
            LOG.debug("{} ends with the program", Thread.currentThread().getName());
        }
    }

    /** Whether this is asked by the work itself, which has not been stopped. */
    protected final boolean isOnItsThread() {
        return Thread.currentThread().equals(thread.get());
    }

    private void warn(RuntimeException failure) {
        String name = Thread.currentThread().getName();
        LOG.warn("{} can't go on at the moment: {}", name, failure.getMessage(), isExpected(failure) ? null : failure);
    }

    @Override
    public void start() {
        Thread started = threads.unstarted(this::run);
        if (thread.compareAndSet(null, started)) {
            started.start();
        }
    }

    /** Interrupts the thread, and gives it the time to end what it is asking the database, which is closed next. */
    @Override
    public void stop() {
        Thread running = thread.getAndSet(null);
        if (running != null) {
            running.interrupt();
            try {
                running.join(PATIENCE);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public final boolean isRunning() {
        return thread.get() != null;
    }

    @Override
    public final int getPhase() {
        return phase;
    }
}
