package com.tripsage.gateway.live;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.MemoryRefused;
import com.tripsage.gateway.changelog.Change;
import com.tripsage.gateway.changelog.Cursor;
import com.tripsage.gateway.changelog.Readers;
import com.tripsage.gateway.graphql.ResultJson;
import com.tripsage.gateway.live.LiveChange.Result;
import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.refusal.Refusal;
import graphql.ExecutionResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The maker of results of one subscription's events, as JSON. None is left out because the database does not answer for a while;
 * a document that is too slow even for one event is refused.
 */
final class ResultMaker {

    private static final String CURSOR = "cursor";

    private final SubscriptionDocument document;
    private final Feed feed;
    private final RequestedFields fields;
    private final Bulkhead bulkhead;
    private final Holding memory;
    private final DeliveryMetrics metrics;
    private final BooleanSupplier isOver;

    /**
     * The maker for one subscription.
     *
     * @param memory the memory that the subscription holds
     * @param isOver whether the subscription is over, and no result is wanted
     */
    ResultMaker(
            SubscriptionDocument document,
            Feed feed,
            RequestedFields fields,
            Bulkhead bulkhead,
            Holding memory,
            DeliveryMetrics metrics,
            BooleanSupplier isOver) {
        this.document = document;
        this.feed = feed;
        this.fields = fields;
        this.bulkhead = bulkhead;
        this.memory = memory;
        this.metrics = metrics;
        this.isOver = isOver;
    }

    /** The result of the event that says that delivery has begun; none where it is over already. */
    List<String> ofBeginning(Cursor cursor) throws InterruptedException {
        return make(List.of(feed.begun(cursor)), List.of(cursor));
    }

    /** Results of changes that the subscriber has missed, and nobody else on this node asks for now. */
    List<String> ofMissed(List<Change> changes) throws InterruptedException {
        return make(
                changes.stream().map(feed::event).toList(),
                changes.stream().map(Change::cursor).toList());
    }

    private List<String> make(List<?> events, List<Cursor> cursors) throws InterruptedException {
        List<String> texts = new ArrayList<>(events.size());
        var pause = new Pause();
        int most = events.size();
        while (texts.size() < events.size() && !isOver.getAsBoolean()) {
            int first = texts.size();
            List<?> due = events.subList(first, Math.min(events.size(), first + most));
            List<EventResult> results = bulkhead.run(document.operation(), () -> document.run(due, () -> {}));
            requireMemory();
            switch (outcome(results)) {
                case TOO_SLOW -> most = fewer(due.size());
                case UNAVAILABLE -> pause.sleep();
                case MADE -> {
                    metrics.executed(due.size());
                    for (int n = 0; n < due.size(); n++) {
                        texts.add(text(results.get(n).result(), cursors.get(first + n)));
                    }
                }
            }
        }
        return texts;
    }

    /**
     * Results of changes that others on this node get as well: of those who ask for the same, one asks the database, for all
     * who see then what the changes are about. Whoever does not see it asks by themselves.
     */
    List<String> ofLive(List<LiveChange> changes) throws InterruptedException {
        var batch = new SharedBatch(
                SharingKey.of(fields, document.caller()), document.caller().id(), changes);
        var pause = new Pause();
        var most = new AtomicInteger(changes.size());
        try {
            batch.takeFromOthers();
            while (!batch.isComplete() && !isOver.getAsBoolean()) {
                if (bulkhead.run(document.operation(), () -> makeDue(batch, most)) == Outcome.UNAVAILABLE) {
                    pause.sleep();
                }
                batch.takeFromOthers();
            }
        } finally {
            batch.letGo();
        }
        return batch.texts();
    }

    private Outcome makeDue(SharedBatch batch, AtomicInteger most) {
        List<LiveChange> due = batch.due(most.get());
        if (due.isEmpty()) {
            return Outcome.MADE;
        }
        boolean dependsOnReader = !fields.personal() && !fields.objects().isEmpty();
        List<Change> changes = due.stream().map(LiveChange::change).toList();
        var readers = new AtomicReference<@Nullable Readers>();
        List<EventResult> results = document.run(
                due.stream().map(change -> change.event(feed)).toList(),
                dependsOnReader ? () -> readers.set(feed.readers(changes)) : () -> {});
        requireMemory();
        Outcome outcome = outcome(results);
        switch (outcome) {
            case TOO_SLOW -> most.set(fewer(due.size()));
            case UNAVAILABLE -> {}
            case MADE -> {
                metrics.executed(due.size());
                for (int n = 0; n < results.size(); n++) {
                    String text = text(results.get(n).result(), changes.get(n).cursor());
                    batch.made(due.get(n), text, isForAll(results.get(n)) ? Result.of(text, readers.get()) : null);
                }
            }
        }
        return outcome;
    }

    private enum Outcome {
        MADE,
        TOO_SLOW,
        UNAVAILABLE
    }

    private static Outcome outcome(List<EventResult> results) {
        if (isAny(results, ErrorCode.TIMEOUT)) {
            return Outcome.TOO_SLOW;
        }
        return isAny(results, ErrorCode.UNAVAILABLE) ? Outcome.UNAVAILABLE : Outcome.MADE;
    }

    private static boolean isAny(List<EventResult> results, ErrorCode code) {
        return results.stream()
                .flatMap(event -> event.result().getErrors().stream())
                .anyMatch(error -> error.getExtensions() != null
                        && code.name().equals(error.getExtensions().get("code")));
    }

    /** Fewer at a time may be fast enough. */
    private static int fewer(int tooSlow) {
        if (tooSlow < 2) {
            throw Refusal.timeout("The document takes too long for an event");
        }
        return tooSlow / 2;
    }

    /**
     * Whether others may get the result, too: where an object is missing, it may be that this caller alone does not see it
     * any more.
     */
    private static boolean isForAll(EventResult event) {
        return event.result().getErrors().isEmpty() && !event.lacksObjects();
    }

    /** The engine makes errors of the memory that it is refused. */
    private void requireMemory() {
        MemoryRefused refused = memory.refusal();
        if (refused != null) {
            throw refused;
        }
    }

    /** The result of a change that no memory was ever left for. */
    String refused(Change change, MemoryRefused refused) {
        Cursor cursor = change.cursor();
        Refusal refusal = Refusal.of(refused).resumable(cursor.toString());
        return ResultJson.text(withCursor(
                ExecutionResult.newExecutionResult()
                        .errors(document.errors(refusal))
                        .build(),
                cursor));
    }

    private String text(ExecutionResult result, Cursor cursor) {
        return ResultJson.text(withCursor(result, cursor), memory);
    }

    /** Tells the cursor also to a client whose document does not ask for it, or under another name. */
    private static ExecutionResult withCursor(ExecutionResult result, Cursor cursor) {
        return result.transform(builder -> builder.addExtension(CURSOR, cursor.toString()));
    }
}
