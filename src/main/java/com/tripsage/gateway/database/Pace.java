package com.tripsage.gateway.database;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How long callers keep a connection, on average over their latest ones. What is done with one takes processors from
 * everybody: so a slow caller does less at once while others are there, one thing for every two processors.
 */
public final class Pace {

    /** What one connection kept very long counts for, at most: soon after it, its holder is as quick as before. */
    private static final long MOST_NANOS = Duration.ofMillis(500).toNanos();

    /** The weight of the latest connection. */
    private static final double LATEST = 0.2;

    /** How long somebody who has come is there. */
    private static final long PRESENT_NANOS = Duration.ofSeconds(5).toNanos();

    private static final int REMEMBERED = 10_000;

    private final long slowNanos;
    private final int mostOfSlow;
    private final Cache<UUID, Double> averages = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofMinutes(1))
            .maximumSize(REMEMBERED)
            .build();
    private volatile Presence presence = new Presence(null, 0, System.nanoTime() - PRESENT_NANOS);

    Pace(Duration slowAfter, int processors) {
        this.slowNanos = slowAfter.toNanos();
        this.mostOfSlow = Math.max(1, processors / 2);
    }

    /** Somebody is there. */
    void came(UUID caller) {
        presence = presence.with(caller);
    }

    /** Somebody has kept a connection for so long. */
    void kept(UUID caller, long nanos) {
        double latest = Math.min(nanos, MOST_NANOS) * LATEST;
        averages.asMap().merge(caller, latest, (before, added) -> before * (1 - LATEST) + added);
    }

    /** How many of those things that a caller may usually do at once it may do now. */
    int mostOf(UUID caller, int usually) {
        return isSlow(caller) && presence.ofOthersThan(caller) ? Math.min(usually, mostOfSlow) : usually;
    }

    private boolean isSlow(UUID caller) {
        Double average = averages.getIfPresent(caller);
        return average != null && average > slowNanos;
    }

    /** The latest one who came, and when anybody else did. */
    private record Presence(@Nullable UUID latest, long latestAt, long othersAt) {

        private Presence with(UUID caller) {
            return new Presence(
                    caller, System.nanoTime(), caller.equals(latest) || latest == null ? othersAt : latestAt);
        }

        private boolean ofOthersThan(UUID caller) {
            return System.nanoTime() - (caller.equals(latest) ? othersAt : latestAt) < PRESENT_NANOS;
        }
    }
}
