package com.tripsage.gateway.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * An amount a minute, or an hour, for each key, on this node: a token bucket that holds the amount and fills evenly. A bucket
 * that is left alone for twice the time is full again, so it is forgotten. Of too many buckets those of rare keys go first, and
 * those that are being emptied stay.
 */
public final class Quota<K> {

    /** The most buckets that are kept, which take some megabytes. */
    private static final int MAX_KEYS = 20_000;

    private final String refusal;
    private final long amount;
    private final Bandwidth bandwidth;
    private final Cache<K, Bucket> buckets;
    private final LongAdder refusals = new LongAdder();

    private Quota(String unit, long amount, String time, Duration duration) {
        this.refusal = "At most " + amount + " " + unit + " " + time;
        this.amount = amount;
        this.bandwidth = Bandwidth.builder()
                .capacity(Math.max(1, amount))
                .refillGreedy(Math.max(1, amount), duration)
                .build();
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MAX_KEYS)
                .expireAfterAccess(duration.multipliedBy(2))
                .build();
    }

    /**
     * A quota of which nothing has been taken.
     *
     * @param unit what it counts, in the plural
     * @param amount 0 where there is no limit
     */
    public static <K> Quota<K> perMinute(String unit, long amount) {
        return new Quota<>(unit, amount, "a minute", Duration.ofMinutes(1));
    }

    /** The same for an hour. */
    static <K> Quota<K> perHour(String unit, long amount) {
        return new Quota<>(unit, amount, "an hour", Duration.ofHours(1));
    }

    /** The message of a refusal. */
    public String refusal() {
        return refusal;
    }

    /** 0 where there is no limit. */
    public long amount() {
        return amount;
    }

    public boolean isLimited() {
        return amount > 0;
    }

    /**
     * Takes some, or nothing where there is not enough left. More than the whole amount is taken as just that, or it could
     * never be taken.
     *
     * @return how long to wait before it is there; zero when it has been taken
     */
    public Duration take(K key, long wanted) {
        if (!isLimited() || wanted <= 0) {
            return Duration.ZERO;
        }
        Bucket bucket = bucket(key);
        long most = Math.min(wanted, amount);
        if (bucket.tryConsume(most)) {
            return Duration.ZERO;
        }
        refusals.increment();
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(most);
        return Duration.ofNanos(probe.getNanosToWaitForRefill());
    }

    /** Takes what is left, up to so many, and says how much that was. */
    public long takeUpTo(K key, long wanted) {
        if (!isLimited() || wanted <= 0) {
            return wanted;
        }
        long taken = bucket(key).tryConsumeAsMuchAsPossible(wanted);
        if (taken < wanted) {
            refusals.increment();
        }
        return taken;
    }

    /** Takes one that can't be refused any more, though it may not be there. */
    public void takeAnyway(K key) {
        if (isLimited()) {
            bucket(key).consumeIgnoringRateLimits(1);
        }
    }

    /** How long to wait before there is one to take; zero where there is. */
    public Duration untilOne(K key) {
        Bucket bucket = isLimited() ? buckets.getIfPresent(key) : null;
        long nanos = bucket == null ? 0 : bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
        if (nanos > 0) {
            refusals.increment();
        }
        return Duration.ofNanos(nanos);
    }

    /** How often there was not enough left. */
    long refusals() {
        return refusals.sum();
    }

    /** The rest of a key's amount. */
    public Rest rest(K key) {
        Bucket bucket = buckets.getIfPresent(key);
        if (bucket == null) {
            return new Rest(amount, Duration.ZERO);
        }
        long left = Math.max(0, bucket.getAvailableTokens());
        EstimationProbe awaited = bucket.estimateAbilityToConsume(left == 0 ? 1 : amount);
        return new Rest(left, Duration.ofNanos(awaited.getNanosToWaitForRefill()));
    }

    private Bucket bucket(K key) {
        return buckets.get(key, _ -> Bucket.builder()
                .addLimit(bandwidth)
                .withNanosecondPrecision()
                .build());
    }

    /**
     * The rest of an amount.
     *
     * @param amount how much can be taken now
     * @param until how long it takes until all of it is back, or where nothing is left, until there is something
     */
    public record Rest(long amount, Duration until) {}
}
