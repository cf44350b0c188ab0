package com.tripsage.gateway.live;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.MemoryRefused;
import com.tripsage.gateway.budget.Use;
import com.tripsage.gateway.changelog.Change;
import com.tripsage.gateway.changelog.Cursor;
import com.tripsage.gateway.changelog.Readers;
import com.tripsage.gateway.graphql.EventSelection;
import com.tripsage.gateway.graphql.GraphQlEngine;
import com.tripsage.gateway.graphql.Operation;
import com.tripsage.gateway.graphql.ResultJson;
import com.tripsage.gateway.live.LiveChange.Result;
import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.refusal.Refusal;
import graphql.ExecutionResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** From changes to the results that one subscription asked for, and to its client. */
final class Delivery {

    private static final String CURSOR = "cursor";

    private static final int MOST = 50;
    private static final int SMALL = 1 << 20;

    private final GraphQlEngine engine;
    private final Bulkhead bulkhead;
    private final EventSelection selection;
    private final Outlet outlet;
    private final DeliveryMetrics metrics;
    private final Holding memory;

    /** How many events are made before the first of them is sent: fewer where their results are large. */
    private int most = MOST;

    /**
     * A subscription's.
     *
     * @param memory what the subscription holds
     */
    Delivery(
            GraphQlEngine engine,
            Bulkhead bulkhead,
            EventSelection selection,
            Outlet outlet,
            DeliveryMetrics metrics,
            Holding memory) {
        this.engine = engine;
        this.bulkhead = bulkhead;
        this.selection = selection;
        this.outlet = outlet;
        this.metrics = metrics;
        this.memory = memory;
    }

    int most() {
        return most;
    }

    /**
     * Results of as many events as there were, or none where they would be too large together, after which fewer are to be
     * asked for. One alone waits for its memory, and is told as an error where there is never enough.
     */
    List<String> bounded(List<Change> changes, Operation operation, BooleanSupplier isOver, Maker maker)
            throws InterruptedException {
        var pause = new Pause();
        while (true) {
            try {
                return memory.during(maker::make);
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
                    return List.of(tooLarge(operation, changes.get(0), refused));
                }
                pause.sleep();
            }
        }
    }

    private String tooLarge(Operation operation, Change change, MemoryRefused refused) {
        Refusal refusal = Refusal.of(refused).resumable(change.cursor().toString());
        return ResultJson.text(withCursor(
                ExecutionResult.newExecutionResult()
                        .errors(engine.errors(operation, refusal))
                        .build(),
                change.cursor()));
    }

    /** Tells the cursor also to a client whose document does not ask for it, or under another name. */
    private static Map<String, Object> withCursor(ExecutionResult result, Cursor cursor) {
        return result.transform(builder -> builder.addExtension(CURSOR, cursor.toString()))
                .toSpecification();
    }

    /** All that was made has been sent. */
    void sent() {
        if (memory.used(Use.EVENTS) < SMALL) {
            most = Math.min(MOST, 2 * most);
        }
        memory.release(Use.EVENTS);
        memory.release(Use.ANSWER);
    }

    /** Nothing more will be made. */
    void close() {
        memory.close();
    }

    /**
     * The results of events, of which none is left out because the database does not answer for a while.
     *
     * @throws Refusal where the document is too slow, even for one event
     */
    List<String> results(Operation operation, List<Event> events, BooleanSupplier isOver) throws InterruptedException {
        List<String> texts = new ArrayList<>(events.size());
        var pause = new Pause();
        int most = events.size();
        while (texts.size() < events.size() && !isOver.getAsBoolean()) {
            List<Event> due = events.subList(texts.size(), Math.min(events.size(), texts.size() + most));
            List<?> sources = due.stream().map(Event::source).toList();
            List<ExecutionResult> results = bulkhead.run(operation, () -> engine.execute(operation, sources, () -> {}));
            requireMemory();
            if (isAny(results, ErrorCode.TIMEOUT)) {
                requireMoreThanOne(due);
                most = due.size() / 2;
            } else if (isAny(results, ErrorCode.UNAVAILABLE)) {
                pause.sleep();
            } else {
                metrics.executed(due.size());
                for (int n = 0; n < due.size(); n++) {
                    texts.add(ResultJson.text(
                            withCursor(results.get(n), due.get(n).cursor()), memory));
                }
            }
        }
        return texts;
    }

    /** Fewer at a time may be fast enough. */
    private static void requireMoreThanOne(List<?> tooSlow) {
        if (tooSlow.size() < 2) {
            throw Refusal.timeout("The document takes too long for an event");
        }
    }

    /**
     * The same for changes that others on this node get as well: of those who ask for the same, one asks the database, for
     * all who see then what the changes are about. Whoever does not see it asks by themselves.
     */
    List<String> results(Operation operation, Feed feed, List<LiveChange> changes, BooleanSupplier isOver)
            throws InterruptedException {
        var batch = new SharedBatch(
                SharingKey.of(selection, operation.caller()), operation.caller().id(), changes);
        var pause = new Pause();
        var most = new AtomicInteger(changes.size());
        try {
            batch.takeFromOthers();
            while (!batch.isComplete() && !isOver.getAsBoolean()) {
                if (!bulkhead.run(operation, () -> make(operation, feed, batch, most))) {
                    pause.sleep();
                }
                batch.takeFromOthers();
            }
        } finally {
            batch.letGo();
        }
        return batch.texts();
    }

    /** Makes what is due; false where the database does not answer at the moment. */
    private boolean make(Operation operation, Feed feed, SharedBatch batch, AtomicInteger most) {
        List<LiveChange> due = batch.due(most.get());
        if (due.isEmpty()) {
            return true;
        }
        boolean dependsOnReader = !selection.personal() && !selection.objects().isEmpty();
        List<Change> changes = due.stream().map(LiveChange::change).toList();
        var readers = new AtomicReference<@Nullable Readers>();
        List<ExecutionResult> results = engine.execute(
                operation,
                changes.stream().map(feed::event).toList(),
                dependsOnReader ? () -> readers.set(feed.readers(changes)) : () -> {});
        requireMemory();
        if (isAny(results, ErrorCode.TIMEOUT)) {
            requireMoreThanOne(due);
            most.set(due.size() / 2);
            return true;
        }
        if (isAny(results, ErrorCode.UNAVAILABLE)) {
            return false;
        }
        metrics.executed(due.size());
        for (int n = 0; n < results.size(); n++) {
            Cursor cursor = due.get(n).change().cursor();
            String text = ResultJson.text(withCursor(results.get(n), cursor), memory);
            batch.made(due.get(n), text, isForAll(results.get(n)) ? Result.of(text, readers.get()) : null);
        }
        return true;
    }

    /**
     * Whether others may get the result, too: where an object is missing, it may be that this caller alone does not see it
     * any more.
     */
    private boolean isForAll(ExecutionResult result) {
        Map<String, Map<String, @Nullable Object>> data = result.getData();
        return data != null
                && result.getErrors().isEmpty()
                && data.values().stream()
                        .allMatch(event -> selection.objects().stream().allMatch(name -> event.get(name) != null));
    }

    /** The engine makes errors of what it is refused. */
    private void requireMemory() {
        MemoryRefused refused = memory.refusal();
        if (refused != null) {
            throw refused;
        }
    }

    private static boolean isAny(List<ExecutionResult> results, ErrorCode code) {
        return results.stream()
                .flatMap(result -> result.getErrors().stream())
                .anyMatch(error -> error.getExtensions() != null
                        && code.name().equals(error.getExtensions().get("code")));
    }

    void send(String result, String cursor) throws IOException {
        outlet.next(result, cursor);
    }

    void sent(Change change) {
        metrics.delivered(change);
    }

    void complete() throws IOException {
        outlet.complete();
    }

    /** Ends with an error that says behind which event to go on. */
    void fail(Operation operation, Refusal refusal, @Nullable String cursor) throws IOException {
        outlet.error(
                Subscriptions.errors(engine.errors(operation, cursor == null ? refusal : refusal.resumable(cursor))));
    }

    void overflowed() {
        metrics.overflowed();
    }

    /** Makes results, whose memory is counted. */
    interface Maker {

        List<String> make() throws InterruptedException;
    }
}
