package com.tripsage.gateway.live;

import com.tripsage.gateway.changelog.Change;
import com.tripsage.gateway.changelog.Readers;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A change on its way to this node's subscribers, with the results that they share. */
final class LiveChange {

    private final Change change;
    private final Map<SharingKey, CompletableFuture<@Nullable Result>> results = new ConcurrentHashMap<>();

    LiveChange(Change change) {
        this.change = change;
    }

    Change change() {
        return change;
    }

    /** The result for all who ask for the same, which whoever asks first has to make. */
    Shared result(SharingKey key) {
        var made = new CompletableFuture<@Nullable Result>();
        CompletableFuture<@Nullable Result> first = results.putIfAbsent(key, made);
        return first == null ? new Shared(this, made, true) : new Shared(this, first, false);
    }

    /**
     * A result on its way.
     *
     * @param result null in the end where the first one's result is for nobody else
     * @param isMine whether it is for the asker to make
     */
    record Shared(LiveChange of, CompletableFuture<@Nullable Result> result, boolean isMine) {

        /** Waits for a result that others make; null where it is not for this caller. */
        @Nullable
        String textFor(UUID caller) {
            Result made = result.join();
            return made != null && made.isFor(caller, of.change) ? made.text : null;
        }
    }

    /**
     * A result that was made for others, too.
     *
     * @param readers who saw, when it was made, what is in it; null where whoever asks for the same may have it
     */
    record Result(String text, @Nullable Readers readers) {

        boolean isFor(UUID caller, Change change) {
            return readers == null || readers.includes(caller, change);
        }
    }
}
