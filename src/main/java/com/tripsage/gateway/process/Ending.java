package com.tripsage.gateway.process;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;

/** The end of the process: whether it has begun, and that it comes. */
public final class Ending {

    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    /** Longer than what has begun may take to finish. */
    private static final Duration LIMIT = Duration.ofSeconds(17);

    private static final Duration FOR_THE_LAST = Duration.ofSeconds(2);

    private Ending() {}

    /** Whether the process ends already: the runtime takes nothing more that is to be done at its end. */
    public static boolean hasBegun() {
        Thread nothing = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(nothing);
            Runtime.getRuntime().removeShutdownHook(nothing);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    /** Does something when all else is closed, or now where that moment is over. */
    public static void afterAll(Runnable work) {
        try {
            SpringApplication.getShutdownHandlers().add(work);
        } catch (IllegalStateException e) {
            work.run();
        }
    }

    /**
     * Has the process end in time, whatever hangs in it. Another signal would not: the runtime has it wait for the first one's
     * end.
     *
     * @param last what must not be left undone even then
     */
    public static void comesInTime(Runnable last) {
        comesWithin(LIMIT, last);
    }

    static void comesWithin(Duration limit, Runnable last) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> start(() -> force(limit, last)), "ending"));
    }

    private static void force(Duration limit, Runnable last) {
        try {
            Thread.sleep(limit);
            LOG.error("Something hangs: the gateway ends without it, {} s after it was told to", limit.toSeconds());
            start(last).join(FOR_THE_LAST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }

    private static Thread start(Runnable work) {
        return Thread.ofPlatform().daemon().name("ending").start(work);
    }
}
