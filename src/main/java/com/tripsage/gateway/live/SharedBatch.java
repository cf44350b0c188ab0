package com.tripsage.gateway.live;

import com.tripsage.gateway.live.LiveChange.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Changes for which one subscriber needs results, of which others may be making some. Nobody waits for others longer than a
 * little: whoever makes a result may be one whose caller has to wait for everything.
 */
final class SharedBatch {

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final SharingKey key;
    private final UUID caller;
    private final List<LiveChange> changes;
    private final long end = System.nanoTime() + PATIENCE.toNanos();
    private final Map<LiveChange, CompletableFuture<@Nullable Result>> claimed = new HashMap<>();
    private final Map<LiveChange, String> texts = new HashMap<>();

    SharedBatch(SharingKey key, UUID caller, List<LiveChange> changes) {
        this.key = key;
        this.caller = caller;
        this.changes = changes;
    }

    boolean isComplete() {
        return texts.size() == changes.size();
    }

    /** Waits a little for what others are making, and takes what is for this caller. */
    void takeFromOthers() throws InterruptedException {
        for (LiveChange change : changes) {
            CompletableFuture<@Nullable Result> result = change.result(key);
            if (result != null && !texts.containsKey(change) && !claimed.containsKey(change)) {
                waitFor(result);
                takeIfMade(change, result);
            }
        }
    }

    private void waitFor(CompletableFuture<@Nullable Result> result) throws InterruptedException {
        try {
            result.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // then without it
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void takeIfMade(LiveChange change, CompletableFuture<@Nullable Result> result) {
        Result made = result.getNow(null);
        String text = made == null || !made.isFor(caller, change.change())
                ? null
                : made.text().get();
        if (text != null) {
            texts.put(change, text);
        }
    }

    /** What is to be made now: the caller's own, and what nobody has begun to make, which is taken on for all. */
    List<LiveChange> due(int most) {
        List<LiveChange> due = new ArrayList<>();
        for (LiveChange change : changes) {
            if (due.size() < most && !texts.containsKey(change) && isDue(change)) {
                due.add(change);
            }
        }
        return due;
    }

    private boolean isDue(LiveChange change) {
        CompletableFuture<@Nullable Result> claim = change.claim(key);
        if (claim != null) {
            claimed.put(change, claim);
        }
        CompletableFuture<@Nullable Result> others = change.result(key);
        if (claimed.containsKey(change) || others == null) {
            return true;
        }
        takeIfMade(change, others);
        // What is made is for others alone; what they have not made by now they may never make.
        return !texts.containsKey(change) && (others.isDone() || System.nanoTime() - end >= 0);
    }

    /**
     * A result was made.
     *
     * @param shared null where it is for nobody else
     */
    void made(LiveChange change, String text, @Nullable Result shared) {
        texts.put(change, text);
        CompletableFuture<@Nullable Result> claim = claimed.get(change);
        if (claim != null) {
            claim.complete(shared);
        }
    }

    /** Nobody waits for what was not made. */
    void letGo() {
        claimed.values().forEach(claim -> claim.complete(null));
    }

    List<String> texts() {
        return changes.stream().map(texts::get).toList();
    }
}
