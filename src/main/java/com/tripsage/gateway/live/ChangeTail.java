package com.tripsage.gateway.live;

import com.tripsage.gateway.changelog.Change;
import com.tripsage.gateway.changelog.ChangeLog;
import com.tripsage.gateway.changelog.ChangePage;
import com.tripsage.gateway.changelog.Cursor;
import com.tripsage.gateway.database.DatabaseUnavailable;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.process.Background;
import com.tripsage.gateway.refusal.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The reader of the change log on behalf of all of this node's subscribers, as long as there are any: at once when this node
 * has committed something, else in short intervals, so that nobody has to be notified by the writers. What PostgreSQL does for
 * it depends on how much changes, not on how many subscribe.
 */
@Component
final class ChangeTail extends Background {

    private static final int BATCH = 500;

    /** The pause between two looks at the log: what is committed meanwhile is read together. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(2);

    private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(10);

    /** Stops after the transports, which tell their clients where to go on, and after the server. */
    private static final int PHASE = DEFAULT_PHASE - 4096;

    private final ChangeLog log;
    private final Duration longestPause;
    private final Subscribers subscribers = new Subscribers();
    private final GrowthTail growth;
    private final Queue<Joining> joining = new ConcurrentLinkedQueue<>();
    private final Semaphore news = new Semaphore(0);
    private final Counter read;
    private Duration pause = SHORTEST_PAUSE;

    private volatile @Nullable Cursor position;

    /** After its connections were lost, it may be another database that answers. */
    private boolean hasFailed;

    /** The time at which the log was last read to its end. */
    private volatile long upToDate = System.nanoTime();

    ChangeTail(
            ChangeLog log,
            GrowingTexts texts,
            Transactions transactions,
            LiveProperties properties,
            MeterRegistry meters) {
        super(Thread.ofVirtual().name("change-tail"), PHASE);
        this.log = log;
        this.growth = new GrowthTail(texts);
        this.longestPause = properties.pollInterval();
        transactions.afterCommit(this::committed);
        meters.gauge("gateway.live.subscriptions", subscribers, Subscribers::count);
        this.read = meters.counter("gateway.live.changes");
        TimeGauge.builder("gateway.live.lag", this, TimeUnit.NANOSECONDS, ChangeTail::lagNanos)
                .description("Since the change log was last read to its end; 0 while nobody subscribes")
                .register(meters);
    }

    /**
     * Adds a subscriber. From now on it is offered whatever its caller may see.
     *
     * @return the position behind which it is: everything that was committed before the call lies before it
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
        subscribers.remove(subscription);
    }

    /** The position up to which everything has been offered; null while nobody subscribes. */
    @Nullable
    Cursor position() {
        return position;
    }

    /** The time since which nothing has been read from the log; null while nobody subscribes. */
    @Nullable
    Duration lag() {
        return isIdle() ? null : Duration.ofNanos(System.nanoTime() - upToDate);
    }

    private long lagNanos() {
        Duration lag = lag();
        return lag == null ? 0 : lag.toNanos();
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
        awaitNews();
        boolean changed = look();
        Duration twice = pause.multipliedBy(2);
        pause = changed ? SHORTEST_PAUSE : twice.compareTo(longestPause) < 0 ? twice : longestPause;
        return SHORTEST_PAUSE;
    }

    private void awaitNews() throws InterruptedException {
        news.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS);
        if (isIdle()) {
            position = null;
            growth.rest();
            news.acquire();
            upToDate = System.nanoTime();
        }
        news.drainPermits();
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
            // before the log, which then tells of each text that it begins or goes on before it tells how it grows
            List<GrowingTexts.Text> growing = growing(waiting);
            boolean changed = readOn();
            hasFailed = false;
            upToDate = System.nanoTime();
            waiting.forEach(this::add);
            List<LiveChange> grown = growth.advance(growing, Objects.requireNonNull(position));
            grown.forEach(subscribers::offer);
            return changed || !grown.isEmpty();
        } catch (RuntimeException e) {
            hasFailed = true;
            joining.addAll(waiting);
            if (e instanceof Refusal refusal && refusal.isOfExpiredCursor()) {
                // The database was restored: nobody can be told what happened since.
                position = null;
                subscribers.fail(refusal);
            }
            throw e;
        }
    }

    @Override
    protected boolean isExpected(RuntimeException failure) {
        return failure instanceof DatabaseUnavailable || failure instanceof Refusal;
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
            read.increment(page.changes().size());
            changed |= !page.changes().isEmpty();
            from = page.next();
            position = from;
        } while (page.hasMore());
        return changed;
    }

    private void offer(Change change) {
        subscribers.offer(new LiveChange(change));
        if (change.sessionId() != null && subscribers.growing().contains(change.sessionId())) {
            growth.expect();
        }
    }

    /** The texts that are being written, also those of subscribers who join now. */
    private List<GrowingTexts.Text> growing(List<Joining> waiting) {
        Set<UUID> subjects = new HashSet<>(subscribers.growing());
        for (Joining next : waiting) {
            UUID subject = next.subscription().growing();
            if (subject != null) {
                subjects.add(subject);
                growth.expect();
            }
        }
        return growth.look(subjects);
    }

    private void add(Joining next) {
        subscribers.add(next.subscription());
        if (next.subscription().growing() != null) {
            // What began between the last look and the position is in no change that this one is told.
            growth.expect();
        }
        Cursor now = position;
        if (now != null) {
            growth.soFar(next.subscription().growing(), now).forEach(next.subscription()::offer);
        }
        if (now == null || !next.joined().complete(now)) {
            leave(next.subscription());
        }
    }

    private record Joining(Subscription subscription, CompletableFuture<Cursor> joined) {}
}
