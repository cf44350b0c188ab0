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
 * A batch of changes for which one subscriber needs results, of which others may be making some. It waits for others only for a
 * short time, because the caller of whoever makes a result may itself have to wait.
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
            // without it, then
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

    /** The changes whose results are to be made now: those that the caller has claimed, or that nobody has and it claims here. */
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
        // A result that is made is for others alone, and one that is late may never be made.
        return !texts.containsKey(change) && (others.isDone() || System.nanoTime() - end >= 0);
    }

    /**
     * Takes a result that was made.
     *
     * @param shared the result as others get it; null where they can't have it
     */
    void made(LiveChange change, String text, @Nullable Result shared) {
        texts.put(change, text);
        CompletableFuture<@Nullable Result> claim = claimed.get(change);
        if (claim != null) {
            claim.complete(shared);
        }
    }

    /** Gives up the claims to results that were not made, for nobody to wait for them. */
    void letGo() {
        claimed.values().forEach(claim -> claim.complete(null));
    }

    List<String> texts() {
        return changes.stream().map(texts::get).toList();
    }
}
