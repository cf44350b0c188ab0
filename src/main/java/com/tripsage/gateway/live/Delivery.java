package com.tripsage.gateway.live;

import com.tripsage.gateway.changelog.Change;
import com.tripsage.gateway.changelog.Readers;
import com.tripsage.gateway.graphql.ErrorCode;
import com.tripsage.gateway.graphql.EventSelection;
import com.tripsage.gateway.graphql.GraphQlEngine;
import com.tripsage.gateway.graphql.Operation;
import com.tripsage.gateway.graphql.Refusal;
import com.tripsage.gateway.graphql.ResultJson;
import com.tripsage.gateway.live.LiveChange.Result;
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

    private final GraphQlEngine engine;
    private final Bulkhead bulkhead;
    private final EventSelection selection;
    private final Outlet outlet;
    private final DeliveryMetrics metrics;

    Delivery(
            GraphQlEngine engine, Bulkhead bulkhead, EventSelection selection, Outlet outlet, DeliveryMetrics metrics) {
        this.engine = engine;
        this.bulkhead = bulkhead;
        this.selection = selection;
        this.outlet = outlet;
        this.metrics = metrics;
    }

    /**
     * The results of events, of which none is left out because the database does not answer for a while.
     *
     * @throws Refusal where the document is too slow, even for one event
     */
    List<String> results(Operation operation, List<?> events, BooleanSupplier isOver) throws InterruptedException {
        List<String> texts = new ArrayList<>(events.size());
        var pause = new Pause();
        int most = events.size();
        while (texts.size() < events.size() && !isOver.getAsBoolean()) {
            List<?> due = events.subList(texts.size(), Math.min(events.size(), texts.size() + most));
            List<ExecutionResult> results = bulkhead.run(operation, () -> engine.execute(operation, due, () -> {}));
            if (isAny(results, ErrorCode.TIMEOUT)) {
                requireMoreThanOne(due);
                most = due.size() / 2;
            } else if (isAny(results, ErrorCode.UNAVAILABLE)) {
                pause.sleep();
            } else {
                metrics.executed(due.size());
                results.forEach(result -> texts.add(ResultJson.text(result.toSpecification())));
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
            String text = ResultJson.text(results.get(n).toSpecification());
            batch.made(due.get(n), text, isForAll(results.get(n)) ? new Result(text, readers.get()) : null);
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
}
