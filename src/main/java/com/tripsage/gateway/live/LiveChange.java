package com.tripsage.gateway.live;

import com.tripsage.gateway.changelog.Change;
import com.tripsage.gateway.changelog.Readers;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A change on its way to this node's subscribers, with the results that they share. */
final class LiveChange {

    private static final int LONGEST_SHARED = 64 << 10;

    private final Change change;
    private final @Nullable Growth growth;
    private final Map<SharingKey, CompletableFuture<@Nullable Result>> results = new ConcurrentHashMap<>();

    LiveChange(Change change) {
        this(change, null);
    }

    /** The growth of a text, and a change that says when it was seen, and by whom it may be. */
    LiveChange(Change change, @Nullable Growth growth) {
        this.change = change;
        this.growth = growth;
    }

    boolean isIn(Feed feed) {
        return growth == null ? feed.includes(change) : growth.subject().equals(feed.growing());
    }

    Object event(Feed feed) {
        return growth == null ? feed.event(change) : feed.grown(growth, change.cursor());
    }

    Change change() {
        return change;
    }

    /** Claims the making of the result for all who ask for the same; null where somebody else has claimed it. */
    @Nullable
    CompletableFuture<@Nullable Result> claim(SharingKey key) {
        var made = new CompletableFuture<@Nullable Result>();
        return results.putIfAbsent(key, made) == null ? made : null;
    }

    /**
     * The result that somebody has claimed to make, which becomes null where others can't have it; null where nobody has.
     */
    @Nullable
    CompletableFuture<@Nullable Result> result(SharingKey key) {
        return results.get(key);
    }

    /**
     * A result that others may have, too.
     *
     * @param text the JSON, kept only while there is memory: whoever finds it gone makes it again
     * @param readers those who saw its content when it was made; null where all who ask for the same may have it
     */
    record Result(SoftReference<String> text, @Nullable Readers readers) {

        /** A result to be shared; null for a text that is too large to be kept for those who are slow. */
        static @Nullable Result of(String text, @Nullable Readers readers) {
            return text.length() > LONGEST_SHARED ? null : new Result(new SoftReference<>(text), readers);
        }

        boolean isFor(UUID caller, Change change) {
            return readers == null || readers.includes(caller, change);
        }
    }
}
