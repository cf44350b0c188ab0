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
import com.tripsage.gateway.live.LiveChange.Shared;
import graphql.ExecutionResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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
        inHalves(events, some -> execute(operation, some, () -> {}, isOver)
                .forEach(result -> texts.add(ResultJson.text(result.toSpecification()))));
        return texts;
    }

    /**
     * The same for changes that others on this node get as well: of those who ask for the same, one asks the database, for
     * all who see then what the changes are about. Whoever does not see it asks by themselves.
     */
    List<String> results(Operation operation, Feed feed, List<LiveChange> changes, BooleanSupplier isOver)
            throws InterruptedException {
        SharingKey key = SharingKey.of(selection, operation.caller());
        List<Shared> shared = changes.stream().map(change -> change.result(key)).toList();
        Map<LiveChange, String> texts =
                make(operation, feed, shared.stream().filter(Shared::isMine).toList(), isOver);
        List<Shared> own = new ArrayList<>();
        for (Shared one : shared) {
            String text = one.isMine() ? null : one.textFor(operation.caller().id());
            if (text != null) {
                texts.put(one.of(), text);
            } else if (!one.isMine()) {
                own.add(one);
            }
        }
        Iterator<String> results = results(operation, events(feed, own), isOver).iterator();
        own.forEach(one -> texts.put(one.of(), results.next()));
        return changes.stream().map(texts::get).toList();
    }

    private Map<LiveChange, String> make(Operation operation, Feed feed, List<Shared> mine, BooleanSupplier isOver)
            throws InterruptedException {
        Map<LiveChange, String> texts = new HashMap<>();
        try {
            inHalves(mine, some -> make(operation, feed, some, texts, isOver));
            return texts;
        } finally {
            mine.forEach(one -> one.result().complete(null));
        }
    }

    private void make(
            Operation operation, Feed feed, List<Shared> mine, Map<LiveChange, String> texts, BooleanSupplier isOver)
            throws InterruptedException {
        boolean dependsOnReader = !selection.personal() && !selection.objects().isEmpty();
        List<Change> changes = mine.stream().map(one -> one.of().change()).toList();
        var readers = new AtomicReference<@Nullable Readers>();
        List<ExecutionResult> results = execute(
                operation,
                events(feed, mine),
                dependsOnReader ? () -> readers.set(feed.readers(changes)) : () -> {},
                isOver);
        for (int n = 0; n < results.size(); n++) {
            String text = ResultJson.text(results.get(n).toSpecification());
            texts.put(mine.get(n).of(), text);
            mine.get(n).result().complete(isForAll(results.get(n)) ? new Result(text, readers.get()) : null);
        }
    }

    /** Does something for all together, or for fewer at a time where that takes too long. */
    private static <T> void inHalves(List<T> all, Work<T> work) throws InterruptedException {
        try {
            work.on(all);
        } catch (Refusal tooSlow) {
            if (all.size() < 2) {
                throw tooSlow;
            }
            inHalves(all.subList(0, all.size() / 2), work);
            inHalves(all.subList(all.size() / 2, all.size()), work);
        }
    }

    private static List<Object> events(Feed feed, List<Shared> of) {
        return of.stream().map(one -> feed.event(one.of().change())).toList();
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

    private List<ExecutionResult> execute(
            Operation operation, List<?> events, Runnable alongside, BooleanSupplier isOver)
            throws InterruptedException {
        if (events.isEmpty()) {
            return List.of();
        }
        var pause = new Pause();
        List<ExecutionResult> results = bulkhead.run(() -> engine.execute(operation, events, alongside));
        while (!isOver.getAsBoolean() && isAny(results, ErrorCode.UNAVAILABLE)) {
            pause.sleep();
            results = bulkhead.run(() -> engine.execute(operation, events, alongside));
        }
        if (isAny(results, ErrorCode.TIMEOUT)) {
            throw Refusal.timeout("The document takes too long for an event");
        }
        metrics.executed(events.size());
        return results;
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

    /** Something that is done for several at a time. */
    private interface Work<T> {

        void on(List<T> some) throws InterruptedException;
    }
}
