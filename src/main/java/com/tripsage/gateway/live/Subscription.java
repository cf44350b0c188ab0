package com.tripsage.gateway.live;

import com.tripsage.gateway.budget.MemoryRefused;
import com.tripsage.gateway.changelog.Change;
import com.tripsage.gateway.changelog.ChangePage;
import com.tripsage.gateway.changelog.Cursor;
import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.DatabaseUnavailable;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.OperationCancelled;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.graphql.Operation;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.Caller;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One subscription: first what it missed, then what is offered to it. A thread works for it only while there is something
 * to deliver; meanwhile more may be offered, up to the size of the buffer.
 */
final class Subscription implements LiveOperation {

    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

    /** Events whose documents are run in one transaction. */
    private static final int BATCH = 50;

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

    private final Feed feed;
    private final Delivery delivery;
    private final ChangeTail tail;
    private final Transactions transactions;
    private final Bulkhead bulkhead;
    private final int buffer;
    private final Runnable onEnd;
    private final Deque<LiveChange> pending = new ArrayDeque<>();

    private volatile Operation operation;
    private volatile boolean over;
    private volatile @Nullable Cursor delivered;
    private boolean atWork;
    private boolean overflown;

    Subscription(
            Operation operation,
            Feed feed,
            Delivery delivery,
            ChangeTail tail,
            Transactions transactions,
            Bulkhead bulkhead,
            int buffer,
            Runnable onEnd) {
        this.operation = operation;
        this.feed = feed;
        this.delivery = delivery;
        this.tail = tail;
        this.transactions = transactions;
        this.bulkhead = bulkhead;
        this.buffer = buffer;
        this.onEnd = onEnd;
    }

    UUID caller() {
        return operation.caller().id();
    }

    synchronized void start() {
        atWork = true;
        Thread.startVirtualThread(() -> work(this::begin));
    }

    /** Takes a change that the caller may see; never waits. */
    synchronized void offer(LiveChange change) {
        if (over || overflown || !feed.includes(change.change())) {
            return;
        }
        if (pending.size() == buffer) {
            overflown = true;
            pending.clear();
            delivery.overflowed();
        } else {
            pending.add(change);
        }
        if (!atWork) {
            atWork = true;
            Thread.startVirtualThread(() -> work(this::goOn));
        }
    }

    @Override
    public void renew(Caller caller) {
        operation = operation.by(caller);
    }

    @Override
    public void cancel() {
        end();
    }

    @Override
    public @Nullable String cursor() {
        Cursor offered = tail.position();
        synchronized (this) {
            Cursor cursor = atWork || offered == null || !pending.isEmpty() ? delivered : offered;
            return cursor == null ? null : cursor.toString();
        }
    }

    private void work(Step step) {
        MDC.put("requestId", operation.requestId());
        try {
            step.run();
        } catch (IOException e) {
            LOG.debug("The subscriber has gone: {}", e.getMessage());
            end();
        } catch (InterruptedException e) {
            end();
        } catch (OperationCancelled nobodyListens) {
            end();
        } catch (Refusal refusal) {
            fail(refusal);
        } catch (MemoryRefused refused) {
            fail(Refusal.of(refused));
        } catch (RuntimeException e) {
            LOG.error("A subscription failed", e);
            fail(Refusal.unavailable("The subscription can't go on"));
        } finally {
            if (over) {
                // It may have joined after it had been cancelled.
                tail.leave(this);
            }
        }
    }

    private void begin() throws IOException, InterruptedException {
        Cursor after = feed.after();
        if (after == null) {
            sayBegun(tail.join(this));
        } else {
            sayBegun(after);
            Cursor position = catchUp(after, null);
            if (!over) {
                catchUp(position, tail.join(this));
            }
        }
        goOn();
    }

    private void sayBegun(Cursor cursor) throws IOException, InterruptedException {
        for (String result : delivery.results(operation, List.of(new Event(feed.begun(cursor), cursor)), () -> over)) {
            delivery.send(result, cursor.toString());
            delivered = cursor;
        }
    }

    private Cursor catchUp(Cursor from, @Nullable Cursor upTo) throws IOException, InterruptedException {
        Cursor position = from;
        ChangePage page;
        do {
            Cursor next = position;
            page = patiently(() -> feed.missed(next, upTo, BATCH));
            List<Change> changes = upToTheEnd(page.changes());
            inParts(changes, change -> change, some -> delivery.results(operation, eventsOf(some), () -> over));
            if (changes.size() < page.changes().size()) {
                complete();
            }
            position = page.next();
        } while (page.hasMore() && !over);
        return position;
    }

    private List<Event> eventsOf(List<Change> changes) {
        return changes.stream()
                .map(change -> new Event(feed.event(change), change.cursor()))
                .toList();
    }

    /** Delivers as many at a time as there is memory for. */
    private <T> void inParts(List<T> all, Function<T, Change> change, Results<T> results)
            throws IOException, InterruptedException {
        int done = 0;
        while (done < all.size() && !over) {
            List<T> part = all.subList(done, Math.min(all.size(), done + delivery.most()));
            List<Change> changes = part.stream().map(change).toList();
            List<String> made = delivery.bounded(changes, operation, () -> over, () -> results.of(part));
            if (!made.isEmpty()) {
                send(changes, made);
                delivery.sent();
            }
            done += made.size();
        }
    }

    private List<Change> upToTheEnd(List<Change> changes) {
        return changes.stream().takeWhile(change -> !feed.endsBefore(change)).toList();
    }

    private <T> T patiently(Supplier<T> read) throws InterruptedException {
        var pause = new Pause();
        while (true) {
            try {
                return bulkhead.run(
                        operation,
                        () -> transactions.run(
                                operation.caller(),
                                Access.READ,
                                Deadline.after(READ_TIMEOUT, operation.cancellation()),
                                transaction -> read.get()));
            } catch (DatabaseUnavailable e) {
                if (over) {
                    throw e;
                }
                pause.sleep();
            }
        }
    }

    private void goOn() throws IOException, InterruptedException {
        List<LiveChange> some = take();
        while (!some.isEmpty()) {
            List<Change> changes =
                    upToTheEnd(some.stream().map(LiveChange::change).toList());
            inParts(
                    some.subList(0, changes.size()),
                    LiveChange::change,
                    part -> delivery.results(operation, feed, part, () -> over));
            if (changes.size() < some.size()) {
                complete();
            }
            some = take();
        }
    }

    private void complete() throws IOException {
        if (end()) {
            delivery.complete();
        }
    }

    /** What to deliver next; nothing when there is nothing, and then whoever offers the next change starts anew. */
    private synchronized List<LiveChange> take() {
        if (overflown) {
            throw Refusal.unavailable(
                    "The subscriber is too slow: more than " + buffer + " events were waiting for it");
        }
        List<LiveChange> some = new ArrayList<>();
        while (!over && some.size() < BATCH && !pending.isEmpty()) {
            some.add(pending.remove());
        }
        atWork = !some.isEmpty();
        return some;
    }

    private void send(List<Change> changes, List<String> results) throws IOException {
        for (int n = 0; n < changes.size() && !over; n++) {
            Change change = changes.get(n);
            delivery.send(results.get(n), change.cursor().toString());
            delivered = change.cursor();
            delivery.sent(change);
            if (feed.endsWith(change)) {
                complete();
            }
        }
    }

    /** Ends it with an error, and with the cursor behind which to go on where that helps. */
    void fail(Refusal refusal) {
        if (end()) {
            Cursor last = delivered != null ? delivered : feed.after();
            Cursor cursor = refusal.isOfExpiredCursor() ? null : last;
            try {
                delivery.fail(operation, refusal, cursor == null ? null : cursor.toString());
            } catch (IOException e) {
                LOG.debug("The subscriber has gone: {}", e.getMessage());
            }
        }
    }

    /** Whether it was not over yet. */
    private boolean end() {
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
            pending.clear();
        }
        delivery.close();
        tail.leave(this);
        operation.cancel();
        onEnd.run();
        return true;
    }

    private interface Results<T> {

        List<String> of(List<T> part) throws InterruptedException;
    }

    private interface Step {

        void run() throws IOException, InterruptedException;
    }
}
