package com.tripsage.gateway.database;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The average time for which each caller has kept its latest connections. Work on a connection takes processors from everybody,
 * so a slow caller may do less at once while others are there: one thing for every two processors.
 */
public final class Pace {

    /** The most that one connection counts for, so that its holder is soon as quick as before. */
    private static final long MOST_NANOS = Duration.ofMillis(500).toNanos();

    /** The weight of the latest connection. */
    private static final double LATEST = 0.2;

    /** The time for which a caller who has come counts as present. */
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

    /** Notes that a caller is there. */
    void came(UUID caller) {
        presence = presence.with(caller);
    }

    /** Notes how long a caller has kept a connection. */
    void kept(UUID caller, long nanos) {
        double latest = Math.min(nanos, MOST_NANOS) * LATEST;
        averages.asMap().merge(caller, latest, (before, added) -> before * (1 - LATEST) + added);
    }

    /** The number of things that a caller may do at once now, of those that it may usually do. */
    int mostOf(UUID caller, int usually) {
        return isSlow(caller) && presence.ofOthersThan(caller) ? Math.min(usually, mostOfSlow) : usually;
    }

    private boolean isSlow(UUID caller) {
        Double average = averages.getIfPresent(caller);
        return average != null && average > slowNanos;
    }

    /** The latest caller who came, with the time when anybody else did. */
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
