package com.tripsage.gateway.database;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A standby of the primary, which answers queries of callers for whom it is fresh enough: whoever has written something, or was told of a
 * change, is answered by the primary until the replica has it, too. Nobody waits for it. See docs/decisions/0069-replicas.md.
 */
final class Replica implements AutoCloseable {

    /** Longer than the time from a check of the replica's age to a query's snapshot. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final ConnectionPool pool;
    private final Duration maxAge;

    /** What was written through gateways before this one began is not known to it. */
    private final long begun = System.nanoTime();

    /** When each caller last saw the primary, as long as a replica that isn't older than it may be could lack that. */
    private final Cache<UUID, Long> lastSights;

    private final Counter answered;
    private final Counter waitedFor;
    private final Counter unusable;
    private final Counter redone;

    private volatile @Nullable ReplicaState state;
    private volatile boolean positionTold;

    Replica(ConnectionPool pool, Duration maxAge, MeterRegistry meters) {
        this.pool = pool;
        this.maxAge = maxAge;
        this.lastSights =
                Caffeine.newBuilder().expireAfterWrite(maxAge.plus(MARGIN)).build();
        this.answered = counter(meters, "replica");
        this.waitedFor = counter(meters, "newer");
        this.unusable = counter(meters, "unusable");
        this.redone = counter(meters, "redone");
        Gauge.builder("gateway.replica.usable", this, replica -> replica.isUsable() ? 1 : 0)
                .description("1 where the replica may answer queries, 0 where it lags, hangs, is gone or was promoted")
                .register(meters);
        Gauge.builder("gateway.replica.age", this, Replica::ageSeconds)
                .description("How old the answers of the replica may be, where it can be told")
                .baseUnit("seconds")
                .register(meters);
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("gateway.replica.queries")
                .description(
                        "Queries that the replica might have answered: by it, or by the primary because the caller has seen what is"
                                + " newer, because the replica was not usable, or because it failed")
                .tag("outcome", outcome)
                .register(meters);
    }

    /** The replica's connections, where it may answer the caller now; else null. */
    @Nullable
    ConnectionPool poolFor(UUID caller, Placement placement) {
        ReplicaState seen = state;
        long now = System.nanoTime();
        if (seen == null || !seen.isGood(now, maxAge)) {
            unusable.increment();
            return null;
        }
        WalPosition required = placement.required();
        if (!seen.hasAllBefore(lastSight(caller)) || (required != null && !seen.has(required))) {
            waitedFor.increment();
            return null;
        }
        placement.hasAllBefore(seen.freshAt());
        return pool;
    }

    private long lastSight(UUID caller) {
        Long sight = lastSights.getIfPresent(caller);
        return sight == null ? begun : sight;
    }

    /** Notes that a caller has seen the primary as it is now, by a write or by an event, and may not see it as it was before. */
    void sawPrimary(UUID caller) {
        lastSights.asMap().compute(caller, (_, _) -> System.nanoTime());
    }

    void answered(Placement placement) {
        placement.answered();
        answered.increment();
    }

    /**
     * Notes that a query failed at it, and is asked of the primary instead.
     *
     * @param isLost whether its connection was, after which nothing is asked of the replica until a check succeeds
     */
    void failed(boolean isLost) {
        if (isLost) {
            state = null;
        }
        redone.increment();
    }

    /** Takes what a check has found out; null where it must not be used. */
    void checked(@Nullable ReplicaState found) {
        state = found;
    }

    /** Whether the primary tells the gateway's login how far its log is. */
    boolean isPositionTold() {
        return positionTold;
    }

    void positionTold(boolean isTold) {
        positionTold = isTold;
    }

    private boolean isUsable() {
        ReplicaState seen = state;
        return seen != null && seen.isGood(System.nanoTime(), maxAge);
    }

    private double ageSeconds() {
        ReplicaState seen = state;
        return seen == null ? Double.NaN : seen.age(System.nanoTime()).toNanos() / 1e9;
    }

    Duration maxAge() {
        return maxAge;
    }

    ConnectionPool pool() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}
