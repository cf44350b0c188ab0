package com.tripsage.gateway.process;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that carry the virtual ones: one for each processor, as more of them cost switches, but more for a while at the
 * start and when none gets free. A virtual thread that waits while it loads a class keeps its carrier. Where all carriers are
 * kept by threads that wait for one without a carrier, nothing would ever go on. Reading jars in a jar, which takes a lock
 * within a lock, makes that likely at the start.
 */
public final class Carriers {

    private static final Logger LOG = LoggerFactory.getLogger(Carriers.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Within {@link #PATIENCE}; beyond it the process is at work, and more carriers would not help. */
    private static final Duration IDLE = PATIENCE.dividedBy(2);

    private static final Duration UNTIL_AS_USUAL = Duration.ofSeconds(10);

    private static final int AT_START = 16;

    /** The runtime's own maximum, unless it is told otherwise. */
    private static final int MOST = 256;

    private final VirtualThreadSchedulerMXBean scheduler =
            ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
    private final OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final int usual = scheduler.getParallelism();
    private long added;

    private Carriers() {
        raise(Math.max(usual, AT_START));
    }

    /** Looks after them until it is interrupted, on a platform thread, which needs no carrier. */
    public static Thread lookAfter() {
        return Thread.ofPlatform().daemon().name("carriers").start(new Carriers()::run);
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(BETWEEN_LOOKS);
                look();
            }
        } catch (InterruptedException _) {
            scheduler.setParallelism(usual);
        }
    }

    /** Watches a virtual thread that has nothing to do: a free carrier takes it at once. */
    private void look() throws InterruptedException {
        CountDownLatch carried = new CountDownLatch(1);
        Thread.ofVirtual().name("carried").start(carried::countDown);
        long used = process.getProcessCpuTime();
        while (!carried.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
            long now = process.getProcessCpuTime();
            if (now - used < IDLE.toNanos()) {
                add();
            }
            used = now;
        }
        if (scheduler.getParallelism() > usual && System.nanoTime() - added > UNTIL_AS_USUAL.toNanos()) {
            scheduler.setParallelism(usual);
        }
    }

    private void add() {
        int carriers = scheduler.getParallelism();
        if (carriers < MOST) {
            int more = Math.min(MOST, 4 * carriers);
            LOG.warn(
                    "{} virtual threads wait for one of {} carriers, and nothing goes on: there are {} now",
                    scheduler.getQueuedVirtualThreadCount(),
                    carriers,
                    more);
            raise(more);
        }
    }

    private void raise(int carriers) {
        scheduler.setParallelism(carriers);
        added = System.nanoTime();
    }
}
