package com.tripsage.gateway.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class BackgroundTests {

    private static final Duration LONG = Duration.ofDays(1);

    @Test
    void goesOnRoundAfterRound() throws Exception {
        var work = new Work(() -> Duration.ZERO);

        work.start();
        Thread thread = work.begun();
        assertThat(work.begun()).isSameAs(thread);
        assertThat(work.begun()).isSameAs(thread);

        work.stop();
        thread.join();
    }

    @Test
    void goesOnAfterRoundsThatFailAndTellsOfItOnce(CapturedOutput output) throws Exception {
        var failures = new ArrayList<>(List.of("no database", "no database yet"));
        var work = new Work(() -> {
            if (!failures.isEmpty()) {
                throw new IllegalStateException(failures.removeFirst());
            }
            return LONG;
        });

        work.start();
        work.begun();
        work.begun();
        Thread thread = work.begun();

        assertThat(output).containsOnlyOnce("tested-work can't go on at the moment: no database");
        assertThat(output).contains("\tat " + BackgroundTests.class.getName());
        work.stop();
        thread.join();
    }

    @Test
    void tellsOfAnExpectedFailureWithoutItsStack(CapturedOutput output) throws Exception {
        var failed = new CountDownLatch(1);
        var work = new Work(() -> {
            if (failed.getCount() == 0) {
                return LONG;
            }
            failed.countDown();
            throw new UnsupportedOperationException("the database does not answer");
        });

        work.start();
        work.begun();
        Thread thread = work.begun();

        assertThat(output).contains("the database does not answer").doesNotContain("\tat ");
        work.stop();
        thread.join();
    }

    @Test
    void endsWhileItWaits() throws Exception {
        var work = new Work(() -> LONG);
        work.start();
        Thread thread = work.begun();

        assertThat(work.isRunning()).isTrue();
        work.stop();

        assertThat(work.isRunning()).isFalse();
        thread.join();
    }

    @Test
    void endsQuietlyWhileItWorks(CapturedOutput output) throws Exception {
        var work = new Work(() -> {
            new CountDownLatch(1).await();
            return LONG;
        });
        work.start();
        Thread thread = work.begun();

        work.stop();

        thread.join();
        assertThat(output).doesNotContain("tested-work");
    }

    @Test
    void endsQuietlyWhereTheInterruptIsTakenForAFailure(CapturedOutput output) throws Exception {
        var work = new Work(() -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted in a statement");
            }
            return LONG;
        });
        work.start();
        Thread thread = work.begun();

        work.stop();

        thread.join();
        assertThat(output).doesNotContain("interrupted in a statement");
    }

    @Test
    void isStoppedTwiceAndStartedAgain() throws Exception {
        var work = new Work(() -> LONG);
        work.start();
        Thread first = work.begun();
        work.stop();
        work.stop();
        first.join();

        work.start();
        work.start();
        Thread second = work.begun();

        assertThat(second).isNotSameAs(first);
        work.stop();
        second.join();
        assertThat(work.rounds).isEmpty();
    }

    private interface Round {
        Duration run() throws InterruptedException;
    }

    private static final class Work extends Background {

        private final Round round;
        private final BlockingQueue<Thread> rounds = new LinkedBlockingQueue<>();

        Work(Round round) {
            super(Thread.ofPlatform().daemon().name("tested-work"), 0);
            this.round = round;
        }

        /** The thread of the next round, which has begun. */
        Thread begun() throws InterruptedException {
            Thread thread = rounds.poll(30, TimeUnit.SECONDS);
            assertThat(thread).isNotNull();
            return thread;
        }

        @Override
        protected Duration round() throws InterruptedException {
            rounds.add(Thread.currentThread());
            return round.run();
        }

        @Override
        protected boolean isExpected(RuntimeException failure) {
            return failure instanceof UnsupportedOperationException;
        }
    }
}
