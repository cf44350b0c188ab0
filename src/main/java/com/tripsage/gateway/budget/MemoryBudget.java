package com.tripsage.gateway.budget;

import com.tripsage.gateway.budget.MemoryRefused.Cause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A part of the heap, with an account of who holds how much of it. A holder, which is a caller or an address without a token,
 * may hold half of what is left free, a third when it is alone; and what is large leaves a fourth of all to what is small.
 */
public final class MemoryBudget {

    /** A holder of at most this part is small. */
    private static final int SMALL_PART = 64;

    /** The part that is for small holders only. */
    private static final int KEPT_PART = 4;

    private final long total;
    private final long perHolder;
    private final long sockets;
    private final AtomicLong held = new AtomicLong();
    private final Map<Use, AtomicLong> byUse = new EnumMap<>(Use.class);
    private final Map<Cause, Counter> refusals = new EnumMap<>(Cause.class);
    private final ConcurrentHashMap<Object, Long> byHolder = new ConcurrentHashMap<>();

    MemoryBudget(long heap, MemoryBudgetProperties properties, MeterRegistry meters) {
        total = (long) (heap * properties.heapShare());
        perHolder = Math.min(properties.perHolder().toBytes(), total / 3);
        sockets = (long) (total * properties.socketShare());
        for (Use use : Use.values()) {
            var bytes = new AtomicLong();
            byUse.put(use, bytes);
            Gauge.builder("gateway.memory.budget.held", bytes, AtomicLong::get)
                    .description("Memory held on behalf of clients")
                    .baseUnit("bytes")
                    .tag("use", use.tag())
                    .register(meters);
        }
        for (Cause cause : Cause.values()) {
            refusals.put(
                    cause,
                    Counter.builder("gateway.memory.budget.refused")
                            .description("Requests for which no memory was left")
                            .tag("cause", cause.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
        Gauge.builder("gateway.memory.budget.total", () -> total)
                .description("Memory that may be held on behalf of clients")
                .baseUnit("bytes")
                .register(meters);
    }

    /** An account for one operation, or for one connection, of a holder. */
    public Holding holding(Object holder) {
        return new Holding(this, holder);
    }

    /** The most that one holder can have. */
    public long mostOfOne() {
        return perHolder;
    }

    /** The most that WebSockets can have. */
    public long mostOfSockets() {
        return sockets;
    }

    /** What is held for a use. */
    public long held(Use use) {
        return of(use).get();
    }

    void take(Object holder, Use use, long bytes) {
        long free = total - takeOfAll(use, bytes);
        try {
            byHolder.compute(holder, (_, before) -> admitted(use, before == null ? 0 : before, bytes, free));
        } catch (MemoryRefused refused) {
            held.addAndGet(-bytes);
            throw refused;
        }
        of(use).addAndGet(bytes);
    }

    /** A holder's new sum, where so much may be free afterwards. */
    private long admitted(Use use, long before, long bytes, long free) {
        long sum = before + bytes;
        boolean small = sum <= total / SMALL_PART;
        if (sum > perHolder || 2 * sum > free || (!small && free < total / KEPT_PART)) {
            throw refused(sum > perHolder || before > total / SMALL_PART ? Cause.HOLDER : Cause.ALL, use);
        }
        return sum;
    }

    private long takeOfAll(Use use, long bytes) {
        while (true) {
            long before = held.get();
            if (before + bytes > total) {
                throw refused(Cause.ALL, use);
            }
            if (held.compareAndSet(before, before + bytes)) {
                return before + bytes;
            }
        }
    }

    /** Takes memory that belongs to no single holder, until {@link #giveShared}. */
    public void takeShared(Use use, long bytes) {
        if (use == Use.SOCKET && held(use) + bytes > sockets) {
            throw refused(Cause.ALL, use);
        }
        takeOfAll(use, bytes);
        of(use).addAndGet(bytes);
    }

    void give(Object holder, Use use, long bytes) {
        byHolder.computeIfPresent(holder, (_, before) -> before <= bytes ? null : Long.valueOf(before - bytes));
        giveShared(use, bytes);
    }

    public void giveShared(Use use, long bytes) {
        of(use).addAndGet(-bytes);
        held.addAndGet(-bytes);
    }

    MemoryRefused refused(Cause cause, Use use) {
        return refused(cause, use, perHolder);
    }

    MemoryRefused refused(Cause cause, Use use, long most) {
        Objects.requireNonNull(refusals.get(cause)).increment();
        return new MemoryRefused(cause, use, most);
    }

    private AtomicLong of(Use use) {
        return Objects.requireNonNull(byUse.get(use));
    }
}
