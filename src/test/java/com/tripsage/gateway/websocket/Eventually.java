package com.tripsage.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BooleanSupplier;

/** What is true soon. */
final class Eventually {

    private Eventually() {}

    static void is(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still not true").isLessThan(end);
            Thread.sleep(10);
        }
    }
}
