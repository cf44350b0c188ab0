package com.tripsage.gateway.webhook;

/** What is true soon. */
public final class Eventually {

    private static final long NANOS = 20_000_000_000L;

    private Eventually() {}

    public static void eventually(Runnable assertion) {
        long end = System.nanoTime() + NANOS;
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
