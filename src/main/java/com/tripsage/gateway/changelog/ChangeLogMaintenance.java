package com.tripsage.gateway.changelog;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Opens the change log before the first request comes, then keeps its partitions. Several gateways take turns. */
final class ChangeLogMaintenance implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeLogMaintenance.class);

    /** Before the server that takes requests, which is 2048 before the default. */
    private static final int PHASE = DEFAULT_PHASE - 4096;

    private static final Duration WHEN_DONE = Duration.ofHours(1);

    private static final Duration WHEN_THERE_IS_MORE = Duration.ofMinutes(1);

    private static final Duration WHEN_NOT_OPEN = Duration.ofSeconds(1);

    private final ChangeLog log;
    private final ChangeLogProperties properties;

    private @Nullable Thread thread;

    ChangeLogMaintenance(ChangeLog log, ChangeLogProperties properties) {
        this.log = log;
        this.properties = properties;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public synchronized void start() {
        Duration pause = isOpened() ? Duration.ZERO : WHEN_NOT_OPEN;
        thread = Thread.ofPlatform().daemon().name("change-log-maintenance").start(() -> run(pause));
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.interrupt();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    private void run(Duration firstPause) {
        try {
            Duration pause = firstPause;
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(pause);
                pause = isOpened() ? maintain() : WHEN_NOT_OPEN;
            }
        } catch (InterruptedException e) {
            LOG.debug("The maintenance ends with the program");
        }
    }

    private boolean isOpened() {
        try {
            log.open();
            return true;
        } catch (RuntimeException e) {
            warn(e);
            return false;
        }
    }

    private Duration maintain() {
        try {
            return log.maintain(properties.retention()) ? WHEN_DONE : WHEN_THERE_IS_MORE;
        } catch (RuntimeException e) {
            warn(e);
            return WHEN_THERE_IS_MORE;
        }
    }

    private static void warn(RuntimeException failure) {
        if (!Thread.currentThread().isInterrupted()) {
            LOG.warn("The change log waits on: {}", failure.getMessage());
        }
    }
}
