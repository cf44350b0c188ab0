package com.tripsage.gateway.live;

import com.tripsage.gateway.changelog.Change;
import com.tripsage.gateway.changelog.ChangeLog;
import com.tripsage.gateway.changelog.ChangePage;
import com.tripsage.gateway.changelog.Cursor;
import com.tripsage.gateway.database.DatabaseUnavailable;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.process.Background;
import com.tripsage.gateway.refusal.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads the change log on behalf of all of this node's subscribers, as long as there are any: at once when this node has
 * committed something, else in short intervals, so that nobody has to be notified by the writers. What PostgreSQL does for
 * it depends on how much changes, not on how many subscribe.
 */
@Component
final class ChangeTail extends Background {

    private static final int BATCH = 500;

    /** Stops after the transports, which tell their clients where to go on, and after the server. */
    private static final int PHASE = DEFAULT_PHASE - 4096;

    /** Between two looks at the log: what is committed meanwhile is read together. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(2);

    private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(10);

    private final ChangeLog log;
    private final LiveProperties properties;
    private final Map<UUID, Set<Subscription>> subscribers = new ConcurrentHashMap<>();
    private final Queue<Joining> joining = new ConcurrentLinkedQueue<>();
    private final Semaphore news = new Semaphore(0);

    private volatile @Nullable Cursor position;

    /** After its connections were lost, it may be another database that answers. */
    private boolean hasFailed;

    /** Between two looks while nothing changes. */
    private Duration pause = SHORTEST_PAUSE;

    /** When the log was last read to its end. */
    private volatile long upToDate = System.nanoTime();

    ChangeTail(ChangeLog log, Transactions transactions, LiveProperties properties, MeterRegistry meters) {
        super(Thread.ofVirtual().name("change-tail"), PHASE);
        this.log = log;
        this.properties = properties;
        transactions.afterCommit(this::committed);
        meters.gauge("gateway.live.subscriptions", subscribers, all -> all.values().stream()
                .mapToInt(Set::size)
                .sum());
    }

    /**
     * Adds a subscriber. From now on it is offered whatever its caller may see.
     *
     * @return behind which position: everything that was committed before the call lies before it
     */
    Cursor join(Subscription subscription) {
        var joined = new CompletableFuture<Cursor>();
        joining.add(new Joining(subscription, joined));
        news.release();
        try {
            return joined.get(JOIN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            joined.cancel(false);
            leave(subscription);
            throw Refusal.unavailable("The database does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            leave(subscription);
            throw Refusal.unavailable("The gateway is shutting down");
        }
    }

    void leave(Subscription subscription) {
        subscribers.computeIfPresent(subscription.caller(), (caller, all) -> {
            all.remove(subscription);
            return all.isEmpty() ? null : all;
        });
    }

    /** Up to where everything has been offered; null while nobody subscribes. */
    @Nullable
    Cursor position() {
        return position;
    }

    /** Since when nothing has been read from the log; null while nobody subscribes. */
    @Nullable
    Duration lag() {
        return isIdle() ? null : Duration.ofNanos(System.nanoTime() - upToDate);
    }

    private boolean isIdle() {
        return subscribers.isEmpty() && joining.isEmpty();
    }

    private void committed() {
        if (position != null) {
            news.release();
        }
    }

    @Override
    protected Duration round() throws InterruptedException {
        news.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS);
        if (isIdle()) {
            position = null;
            news.acquire();
            upToDate = System.nanoTime();
        }
        news.drainPermits();
        pause = look() ? SHORTEST_PAUSE : longer(pause);
        return SHORTEST_PAUSE;
    }

    private Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(properties.pollInterval()) < 0 ? twice : properties.pollInterval();
    }

    /** Whether something had changed. */
    private boolean look() {
        List<Joining> waiting = new ArrayList<>();
        for (Joining next = joining.poll(); next != null; next = joining.poll()) {
            waiting.add(next);
        }
        try {
            if (hasFailed) {
                log.open();
            }
            boolean changed = readOn();
            hasFailed = false;
            upToDate = System.nanoTime();
            Cursor now = position;
            for (Joining one : waiting) {
                add(one.subscription());
                if (now == null || !one.joined().complete(now)) {
                    leave(one.subscription());
                }
            }
            return changed;
        } catch (RuntimeException e) {
            hasFailed = true;
            if (e instanceof Refusal refusal && refusal.isOfExpiredCursor()) {
                beginAnew(refusal);
            }
            joining.addAll(waiting);
            throw e;
        }
    }

    @Override
    protected boolean isExpected(RuntimeException failure) {
        return failure instanceof DatabaseUnavailable || failure instanceof Refusal;
    }

    /** The database was restored: nobody can be told what happened since. */
    private void beginAnew(Refusal refusal) {
        position = null;
        List.copyOf(subscribers.values())
                .forEach(all ->
                        all.forEach(subscription -> Thread.startVirtualThread(() -> subscription.fail(refusal))));
    }

    private boolean readOn() {
        Cursor from = position;
        if (from == null) {
            position = log.position();
            return false;
        }
        boolean changed = false;
        ChangePage page;
        do {
            page = log.tail(from, BATCH);
            page.changes().forEach(this::offer);
            changed |= !page.changes().isEmpty();
            from = page.next();
            position = from;
        } while (page.hasMore());
        return changed;
    }

    private void offer(Change change) {
        var live = new LiveChange(change);
        for (UUID reader : change.audience()) {
            subscribers.getOrDefault(reader, Set.of()).forEach(subscription -> subscription.offer(live));
        }
    }

    private void add(Subscription subscription) {
        subscribers.compute(subscription.caller(), (caller, all) -> {
            Set<Subscription> some = all == null ? ConcurrentHashMap.newKeySet() : all;
            some.add(subscription);
            return some;
        });
    }

    private record Joining(Subscription subscription, CompletableFuture<Cursor> joined) {}
}
