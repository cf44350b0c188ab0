package com.tripsage.gateway.live;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.MemoryRefused;
import com.tripsage.gateway.budget.Use;
import com.tripsage.gateway.changelog.Change;
import com.tripsage.gateway.changelog.Cursor;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The delivery of one subscription's results to its client, as many at a time as there is memory for. */
final class Delivery {

    private static final int MOST = 50;
    private static final int SMALL = 1 << 20;

    private final ResultMaker results;
    private final Outlet outlet;
    private final Feed feed;
    private final Holding memory;
    private final DeliveryMetrics metrics;
    private final BooleanSupplier isOver;
    private final Runnable onSend;

    /** The most results that are made before the first of them is sent: fewer where they are large. */
    private int most = MOST;

    private volatile @Nullable Cursor delivered;

    /**
     * The delivery of one subscription.
     *
     * @param memory the memory that the subscription holds
     * @param isOver whether the subscription is over, and nothing is to be sent
     * @param onSend run before each result is sent
     */
    Delivery(
            ResultMaker results,
            Outlet outlet,
            Feed feed,
            Holding memory,
            DeliveryMetrics metrics,
            BooleanSupplier isOver,
            Runnable onSend) {
        this.results = results;
        this.outlet = outlet;
        this.feed = feed;
        this.memory = memory;
        this.metrics = metrics;
        this.isOver = isOver;
        this.onSend = onSend;
    }

    /** The position behind the last result that was sent; null when none was. */
    @Nullable
    Cursor delivered() {
        return delivered;
    }

    void begin(Cursor cursor) throws IOException, InterruptedException {
        for (String result : results.ofBeginning(cursor)) {
            send(result, cursor);
        }
    }

    /** Whether the subscription goes on after these changes, which it missed. */
    boolean deliverMissed(List<Change> changes) throws IOException, InterruptedException {
        return deliver(changes, Function.identity(), results::ofMissed, _ -> {});
    }

    /** Whether the subscription goes on after these changes. */
    boolean deliverLive(List<LiveChange> changes) throws IOException, InterruptedException {
        return deliver(changes, LiveChange::change, results::ofLive, metrics::delivering);
    }

    private <T> boolean deliver(List<T> all, Function<T, Change> change, Maker<T> maker, Consumer<Change> beforeSending)
            throws IOException, InterruptedException {
        List<T> due = all.stream()
                .takeWhile(each -> !feed.endsBefore(change.apply(each)))
                .toList();
        int done = 0;
        while (done < due.size() && !isOver.getAsBoolean()) {
            List<T> part = due.subList(done, Math.min(due.size(), done + most));
            List<Change> changes = part.stream().map(change).toList();
            List<String> made = bounded(changes, part, maker);
            if (!made.isEmpty()) {
                if (!send(changes, made, beforeSending)) {
                    return false;
                }
                release();
            }
            done += made.size();
        }
        return due.size() == all.size();
    }

    /**
     * Results of as many events as there were, or none where they would be too large together, after which fewer are to be
     * asked for. One alone waits for its memory, and is told as an error where there is never enough.
     */
    private <T> List<String> bounded(List<Change> changes, List<T> part, Maker<T> maker) throws InterruptedException {
        var pause = new Pause();
        while (true) {
            try {
                return memory.during(() -> maker.make(part));
            } catch (MemoryRefused refused) {
                memory.release(Use.EVENTS);
                if (changes.size() > 1) {
                    most = changes.size() / 2;
                    return List.of();
                }
                if (isOver.getAsBoolean()) {
                    throw refused;
                }
                if (!refused.isTemporary()) {
                    return List.of(results.refused(changes.getFirst(), refused));
                }
                pause.sleep();
            }
        }
    }

    /** Whether something can follow the last of them. */
    private boolean send(List<Change> changes, List<String> made, Consumer<Change> beforeSending) throws IOException {
        for (int n = 0; n < changes.size() && !isOver.getAsBoolean(); n++) {
            Change change = changes.get(n);
            beforeSending.accept(change);
            send(made.get(n), change.cursor());
            if (feed.endsWith(change)) {
                return false;
            }
        }
        return true;
    }

    private void send(String result, Cursor cursor) throws IOException {
        onSend.run();
        outlet.next(result, cursor.toString());
        delivered = cursor;
    }

    /** Gives back the memory of results that have been sent. */
    private void release() {
        if (memory.used(Use.EVENTS) < SMALL) {
            most = Math.min(MOST, 2 * most);
        }
        memory.release(Use.EVENTS);
        memory.release(Use.ANSWER);
    }

    /** Makes results of changes, whose memory is counted. */
    private interface Maker<T> {

        List<String> make(List<T> changes) throws InterruptedException;
    }
}
