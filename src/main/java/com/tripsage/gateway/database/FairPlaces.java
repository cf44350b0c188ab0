package com.tripsage.gateway.database;

import static java.util.Comparator.comparingInt;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Places that callers take in turns. A caller gets no place while it holds as many as are free: half of them are for one
 * caller, and three who take what they can leave one for a fourth. A slow caller has fewer ({@link Pace}). Of those who wait,
 * the caller with the fewest places comes first, among equals the one that has held places for the shortest time, then the one
 * that came first. This is fair queueing by virtual time (Demers, Keshav and Shenker 1989): what a caller has used since it came
 * is counted against what each of those who are there might have used, so newcomers can't hold anybody up for long.
 */
public final class FairPlaces {

    private final int mostOfOne;
    private final Pace pace;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UUID, Share> shares = new HashMap<>();
    private final TreeSet<Share> waiting = new TreeSet<>(comparingInt((Share share) -> share.held)
            .thenComparingLong(share -> share.used)
            .thenComparingLong(share -> share.arrival));
    private @Nullable Timer waits;
    private int free;

    /** What a caller has used who always took its share: whoever comes anew begins here, and has no claim on what it did not use. */
    private long clock;

    private long arrivals;

    FairPlaces(int size, Pace pace) {
        this(size, size, pace);
    }

    /** So many, of which one caller never holds more than a few. */
    public FairPlaces(int size, int mostOfOne, Pace pace) {
        this.mostOfOne = mostOfOne;
        this.pace = pace;
        this.free = size;
    }

    /** The same with metrics: how long each waits, and how many wait now. */
    public FairPlaces measured(MeterRegistry meters, String queue) {
        waits = Timer.builder("gateway.queue.wait")
                .description("From asking for a place to having it, or not")
                .tag("queue", queue)
                .register(meters);
        Gauge.builder("gateway.queue.waiting", this, FairPlaces::waiting)
                .description("Those who wait for a place now")
                .tag("queue", queue)
                .register(meters);
        return this;
    }

    /** Waits for a place; null where none gets free in time. */
    public @Nullable Place acquire(UUID caller, Duration patience) throws InterruptedException {
        if (waits == null) {
            return await(caller, patience);
        }
        long begun = System.nanoTime();
        try {
            return await(caller, patience);
        } finally {
            waits.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        }
    }

    private @Nullable Place await(UUID caller, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var waiter = new Waiter(lock.newCondition());
            pace.came(caller);
            Share share = shares.computeIfAbsent(caller, this::arrive);
            change(share, () -> share.waiters.add(waiter));
            serve();
            try {
                long left = patience.toNanos();
                while (!waiter.served && left > 0) {
                    left = waiter.turn.awaitNanos(left);
                }
            } catch (InterruptedException e) {
                if (waiter.served) {
                    giveBack(share, 0);
                }
                throw e;
            } finally {
                if (!waiter.served) {
                    change(share, () -> share.waiters.remove(waiter));
                    forgetIfIdle(share);
                }
            }
            return waiter.served ? new Place(this, share) : null;
        } finally {
            lock.unlock();
        }
    }

    /** How many are free. */
    public int free() {
        lock.lock();
        try {
            return free;
        } finally {
            lock.unlock();
        }
    }

    /** How many wait for one. */
    private int waiting() {
        lock.lock();
        try {
            return waiting.stream().mapToInt(share -> share.waiters.size()).sum();
        } finally {
            lock.unlock();
        }
    }

    private Share arrive(UUID caller) {
        return new Share(caller, arrivals++, clock);
    }

    private void serve() {
        for (Share next = next(); next != null; next = next()) {
            Share served = next;
            change(served, () -> {
                Waiter first = served.waiters.remove();
                first.served = true;
                first.turn.signal();
                served.held++;
            });
            free--;
            clock = Math.max(clock, served.used);
        }
    }

    /** The caller whose turn it is. */
    private @Nullable Share next() {
        for (Share share : waiting) {
            if (share.held >= free) {
                return null;
            }
            if (share.held < pace.mostOf(share.caller, mostOfOne)) {
                return share;
            }
        }
        return null;
    }

    private void release(Share share, long nanos) {
        lock.lock();
        try {
            giveBack(share, nanos);
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(Share share, long nanos) {
        change(share, () -> {
            share.held--;
            share.used += nanos;
        });
        clock += nanos / shares.size();
        free++;
        forgetIfIdle(share);
        serve();
    }

    private void forgetIfIdle(Share share) {
        if (share.held == 0 && share.waiters.isEmpty()) {
            shares.remove(share.caller);
        }
    }

    /** Keeps the order of those who wait. */
    private void change(Share share, Runnable change) {
        waiting.remove(share);
        change.run();
        if (!share.waiters.isEmpty()) {
            waiting.add(share);
        }
    }

    /** A place that somebody holds. */
    public static final class Place implements AutoCloseable {

        private final FairPlaces places;
        private final Share share;
        private final long begun = System.nanoTime();

        private Place(FairPlaces places, Share share) {
            this.places = places;
            this.share = share;
        }

        /** Gives it back; once. */
        @Override
        public void close() {
            places.release(share, System.nanoTime() - begun);
        }
    }

    /** The places that a caller holds, has used and waits for. */
    private static final class Share {

        private final UUID caller;
        private final long arrival;
        private final Deque<Waiter> waiters = new ArrayDeque<>();
        private int held;
        private long used;

        private Share(UUID caller, long arrival, long used) {
            this.caller = caller;
            this.arrival = arrival;
            this.used = used;
        }
    }

    /** A thread in the queue of one caller. */
    private static final class Waiter {

        private final Condition turn;
        private boolean served;

        private Waiter(Condition turn) {
            this.turn = turn;
        }
    }
}
