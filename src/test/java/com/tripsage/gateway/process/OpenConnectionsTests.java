package com.tripsage.gateway.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OpenConnectionsTests {

    private final Calls calls = new Calls();

    @Test
    void areAtMostSoMany() {
        assertThat(calls.add("first")).isTrue();
        assertThat(calls.add("second")).isTrue();
        assertThat(calls.add("third")).isFalse();
        assertThat(calls.count()).isEqualTo(2);

        assertThat(calls.remove("first")).isTrue();

        assertThat(calls.add("third")).isTrue();
        assertThat(calls.count()).isEqualTo(2);
    }

    @Test
    void giveBackTheirPlaceOnce() {
        calls.add("first");

        assertThat(calls.remove("first")).isTrue();
        assertThat(calls.remove("first")).isFalse();

        assertThat(calls.add("second")).isTrue();
        assertThat(calls.add("third")).isTrue();
        assertThat(calls.add("fourth")).isFalse();
    }

    @Test
    void areLookedAfterThoughOneOfThemFails() throws Exception {
        calls.add("broken");
        calls.add("whole");

        calls.start();

        assertThat(next(calls.ticked)).isEqualTo("whole");
        assertThat(next(calls.ticked)).isEqualTo("whole");
        calls.mayEnd.countDown();
        calls.stop();
    }

    @Test
    void areAllEndedBeforeTheProgramGoesOnToStop() throws Exception {
        calls.start();
        calls.add("first");
        calls.add("second");
        var stopped = new CountDownLatch(1);

        calls.stop(stopped::countDown);

        assertThat(next(calls.ended)).isIn("first", "second");
        assertThat(next(calls.ended)).isIn("first", "second");
        assertThat(calls.isEnding()).isTrue();
        assertThat(calls.isRunning()).isTrue();
        assertThat(stopped.getCount()).isOne();
        calls.mayEnd.countDown();
        assertThat(stopped.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(calls.isRunning()).isFalse();
    }

    @Test
    void areNotAddedOnceTheEndHasBegun() {
        calls.endAll(Duration.ZERO);

        assertThat(calls.add("late")).isFalse();
        assertThat(calls.count()).isZero();

        calls.start();

        assertThat(calls.add("again")).isTrue();
        calls.mayEnd.countDown();
        calls.stop();
    }

    @Test
    void areLeftAloneWhereTheyEndByThemselves() throws Exception {
        calls.add("short");
        calls.add("long");
        calls.mayEnd.countDown();
        calls.start();
        assertThat(next(calls.ticked)).isEqualTo("long");
        assertThat(next(calls.ticked)).isEqualTo("long");

        calls.stop();

        assertThat(calls.count()).isEqualTo(2);
        assertThat(calls.ended).containsExactly("long");
    }

    private static String next(BlockingQueue<String> calls) throws InterruptedException {
        return String.valueOf(calls.poll(30, TimeUnit.SECONDS));
    }

    private static final class Calls extends OpenConnections<String> {

        private final BlockingQueue<String> ticked = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
        private final CountDownLatch mayEnd = new CountDownLatch(1);

        Calls() {
            super("tested-clock", 2, Duration.ofMillis(1), Duration.ofMillis(10));
        }

        @Override
        protected boolean isLasting(String call) {
            return !call.equals("short");
        }

        @Override
        protected void tick(String call, Instant now) {
            if (call.equals("broken")) {
                throw new IllegalStateException("broken");
            }
            ticked.add(call);
        }

        @Override
        protected void end(String call) {
            ended.add(call);
            try {
                mayEnd.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
