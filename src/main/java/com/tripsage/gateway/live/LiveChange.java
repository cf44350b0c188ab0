package com.tripsage.gateway.live;

import com.tripsage.gateway.changelog.Change;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A change on its way to this node's subscribers, with the results that they share. */
final class LiveChange {

    private final Change change;
    private final Map<SharingKey, CompletableFuture<@Nullable String>> results = new ConcurrentHashMap<>();

    LiveChange(Change change) {
        this.change = change;
    }

    Change change() {
        return change;
    }

    /** The result for all who ask for the same, which whoever asks first has to make. */
    Shared result(SharingKey key) {
        var made = new CompletableFuture<@Nullable String>();
        CompletableFuture<@Nullable String> first = results.putIfAbsent(key, made);
        return first == null ? new Shared(made, true) : new Shared(first, false);
    }

    /**
     * A result on its way.
     *
     * @param text null in the end where the first one's result is none for others
     * @param isMine whether it is for the asker to make
     */
    record Shared(CompletableFuture<@Nullable String> text, boolean isMine) {}
}
