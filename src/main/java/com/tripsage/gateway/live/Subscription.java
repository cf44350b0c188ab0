package com.tripsage.gateway.live;

import com.tripsage.gateway.budget.MemoryRefused;
import com.tripsage.gateway.changelog.ChangePage;
import com.tripsage.gateway.changelog.Cursor;
import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.DatabaseUnavailable;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.OperationCancelled;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.graphql.Operation;
import com.tripsage.gateway.graphql.ResultJson;
import com.tripsage.gateway.refusal.InsufficientScope;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.Caller;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A subscription under way: first what it missed is delivered, then what it is offered. A thread works for it only while
 * there is something to deliver.
 */
final class Subscription implements LiveOperation {

    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

    /** The most missed changes that are read at once. */
    private static final int PAGE = 50;

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

    private final SubscriptionDocument document;
    private final Feed feed;
    private final Backlog backlog;
    private final Delivery delivery;
    private final Outlet outlet;
    private final ChangeTail tail;
    private final Transactions transactions;
    private final Bulkhead bulkhead;
    private final Runnable onEnd;

    Subscription(
            SubscriptionDocument document,
            Feed feed,
            Backlog backlog,
            Delivery delivery,
            Outlet outlet,
            ChangeTail tail,
            Transactions transactions,
            Bulkhead bulkhead,
            Runnable onEnd) {
        this.document = document;
        this.feed = feed;
        this.backlog = backlog;
        this.delivery = delivery;
        this.outlet = outlet;
        this.tail = tail;
        this.transactions = transactions;
        this.bulkhead = bulkhead;
        this.onEnd = onEnd;
    }

    /** What the growing texts belong to that it tells of; null where it tells of none. */
    @Nullable
    UUID growing() {
        return feed.growing();
    }

    UUID caller() {
        return document.caller().id();
    }

    void start() {
        Thread.startVirtualThread(() -> work(this::begin));
    }

    /** Takes a change that the caller may see; never waits. */
    void offer(LiveChange change) {
        if (change.isIn(feed) && backlog.add(change)) {
            Thread.startVirtualThread(() -> work(this::goOn));
        }
    }

    @Override
    public void renew(Caller caller) {
        try {
            document.renew(caller);
        } catch (InsufficientScope lacking) {
            fail(lacking.refusal());
        }
    }

    @Override
    public void cancel() {
        end();
    }

    @Override
    public @Nullable String cursor() {
        // asked for first: what is offered later is behind it
        Cursor offered = tail.position();
        Cursor cursor = offered != null && backlog.isIdle() ? offered : delivery.delivered();
        return cursor == null ? null : cursor.toString();
    }

    private void work(Step step) {
        MDC.put("requestId", document.operation().requestId());
        try {
            step.run();
        } catch (IOException e) {
            LOG.debug("The subscriber has gone: {}", e.getMessage());
            end();
        } catch (InterruptedException | OperationCancelled nobodyListens) {
            end();
        } catch (Refusal refusal) {
            fail(refusal);
        } catch (MemoryRefused refused) {
            fail(Refusal.of(refused));
        } catch (RuntimeException e) {
            LOG.error("A subscription failed", e);
            fail(Refusal.unavailable("The subscription can't go on"));
        } finally {
            if (backlog.isOver()) {
                // It may have joined after it had been cancelled.
                tail.leave(this);
            }
        }
    }

    private void begin() throws IOException, InterruptedException {
        Cursor after = feed.after();
        if (after == null) {
            delivery.begin(tail.join(this));
        } else {
            delivery.begin(after);
            Cursor position = catchUp(after, null);
            if (!backlog.isOver()) {
                catchUp(position, tail.join(this));
            }
        }
        goOn();
    }

    private Cursor catchUp(Cursor from, @Nullable Cursor upTo) throws IOException, InterruptedException {
        Cursor position = from;
        ChangePage page;
        do {
            page = missed(position, upTo);
            if (!delivery.deliverMissed(page.changes())) {
                complete();
            }
            position = page.next();
        } while (page.hasMore() && !backlog.isOver());
        return position;
    }

    private ChangePage missed(Cursor from, @Nullable Cursor upTo) throws InterruptedException {
        var pause = new Pause();
        while (true) {
            Operation operation = document.operation();
            try {
                return bulkhead.run(
                        operation,
                        () -> transactions.run(
                                operation.caller(),
                                Access.READ,
                                Deadline.after(READ_TIMEOUT, operation.cancellation()),
                                transaction -> feed.missed(from, upTo, PAGE)));
            } catch (DatabaseUnavailable e) {
                if (backlog.isOver()) {
                    throw e;
                }
                pause.sleep();
            }
        }
    }

    private void goOn() throws IOException, InterruptedException {
        for (List<LiveChange> next = backlog.take(); !next.isEmpty(); next = backlog.take()) {
            if (!delivery.deliverLive(next)) {
                complete();
            }
        }
    }

    private void complete() throws IOException {
        if (end()) {
            outlet.complete();
        }
    }

    /** Ends it with an error, and with the cursor behind which to go on where that helps. */
    void fail(Refusal refusal) {
        if (end()) {
            try {
                outlet.error(ResultJson.errors(document.errors(resumable(refusal))));
            } catch (IOException e) {
                LOG.debug("The subscriber has gone: {}", e.getMessage());
            }
        }
    }

    private Refusal resumable(Refusal refusal) {
        Cursor last = delivery.delivered() != null ? delivery.delivered() : feed.after();
        return last == null || refusal.isOfExpiredCursor() ? refusal : refusal.resumable(last.toString());
    }

    /** Whether it was not over yet. */
    private boolean end() {
        if (!backlog.end()) {
            return false;
        }
        tail.leave(this);
        document.operation().cancel();
        onEnd.run();
        return true;
    }

    private interface Step {

        void run() throws IOException, InterruptedException;
    }
}
