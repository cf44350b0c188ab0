package com.tripsage.gateway.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.junit.jupiter.api.Test;

class CarriersTests {

    private static final CountDownLatch OPENED = new CountDownLatch(1);

    @Test
    void findMoreWhereAllWaitForAThreadWithoutOne() throws Exception {
        int usual = scheduler().getParallelism();
        Thread carriers = Carriers.lookAfter();
        int atStart = scheduler().getParallelism();
        List<Thread> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < atStart; i++) {
                waiting.add(Thread.ofVirtual().start(Slow::touch));
            }
            Thread opener = Thread.ofVirtual().start(OPENED::countDown);

            assertThat(opener.join(java.time.Duration.ofMinutes(1))).isTrue();
            for (Thread thread : waiting) {
                assertThat(thread.join(java.time.Duration.ofMinutes(1))).isTrue();
            }
            assertThat(scheduler().getParallelism()).isGreaterThan(atStart);
        } finally {
            OPENED.countDown();
            carriers.interrupt();
            carriers.join();
        }
        assertThat(scheduler().getParallelism()).isEqualTo(usual);
    }

    private static VirtualThreadSchedulerMXBean scheduler() {
        return ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
    }

    /** A class whose initialisation takes until somebody opens: who waits for it keeps a carrier. */
    private static final class Slow {

        static {
            try {
                OPENED.await(2, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        static void touch() {}
    }
}
