package com.tripsage.gateway.process;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;

/** The end of the process, which comes in time whatever hangs. */
public final class Ending {

    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    /** Longer than what has begun may take to finish. */
    private static final Duration LIMIT = Duration.ofSeconds(17);

    private static final Duration FOR_THE_LAST = Duration.ofSeconds(2);

    private static final Set<Runnable> LAST = ConcurrentHashMap.newKeySet();

    private Ending() {}

    /** Whether the process ends already. The runtime takes no more work for its end then. */
    public static boolean hasBegun() {
        Thread nothing = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(nothing);
            Runtime.getRuntime().removeShutdownHook(nothing);
            return false;
        } catch (IllegalStateException _) {
            return true;
        }
    }

    /** Does something when all else is closed, or now where that moment is over. */
    public static void afterAll(Runnable work) {
        try {
            SpringApplication.getShutdownHandlers().add(work);
        } catch (IllegalStateException _) {
            work.run();
        }
    }

    /** Does something that must not wait when the process {@linkplain #comesInTime has to end} with something hanging in it. */
    public static void evenInHaste(Runnable work) {
        LAST.add(work);
    }

    /**
     * Has the process end in time, whatever hangs in it. Another signal would not: the runtime has it wait for the first one's
     * end.
     */
    public static void comesInTime() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> start(Ending::force), "ending"));
    }

    private static void force() {
        try {
            Thread.sleep(LIMIT);
            LOG.error("Something hangs: the gateway ends without it, {} s after it was told to", LIMIT.toSeconds());
            start(() -> LAST.forEach(Runnable::run)).join(FOR_THE_LAST);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }

    private static Thread start(Runnable work) {
        return Thread.ofPlatform().daemon().name("ending").start(work);
    }
}
