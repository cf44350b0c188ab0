package com.tripsage.gateway.graphql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The names of operations in metrics, traces and the access log: those of registered documents, and of others the most frequent.
 * Whatever clients make up, there are only so many, and in a minute one of them at most makes room for another.
 */
@Component
public final class OperationNames {

    /** Of one that was turned away, or whose document is not valid. */
    static final String UNKNOWN = "unknown";

    static final String UNNAMED = "unnamed";

    static final String OTHER = "other";

    /** The most names that are not registered. */
    static final int MOST = 100;

    /** The most names whose uses are counted without being told. Caffeine forgets rare ones first. */
    private static final int CANDIDATES = 1_000;

    private static final int LONGEST = 64;
    private static final long BETWEEN_REVIEWS = Duration.ofMinutes(1).toNanos();

    private final DocumentSource documents;
    private final LongSupplier clock;
    private final Map<String, AtomicLong> told = new ConcurrentHashMap<>();
    private final Cache<String, AtomicLong> candidates =
            Caffeine.newBuilder().maximumSize(CANDIDATES).build();
    private final AtomicLong reviewed;
    private Consumer<String> onRemoval = _ -> {};

    @Autowired
    OperationNames(DocumentSource documents) {
        this(documents, System::nanoTime);
    }

    OperationNames(DocumentSource documents, LongSupplier clock) {
        this.documents = documents;
        this.clock = clock;
        this.reviewed = new AtomicLong(clock.getAsLong());
    }

    /** Adds what is to be done when a name is not told any more. */
    void onRemoval(Consumer<String> action) {
        onRemoval = action;
    }

    /** The name that is told of an operation. */
    public String of(@Nullable String name) {
        if (name == null) {
            return UNNAMED;
        }
        AtomicLong uses = told.get(name);
        if (uses != null) {
            uses.incrementAndGet();
            return name;
        }
        if (name.length() > LONGEST) {
            return OTHER;
        }
        return documents.isRegistered(name) || isAdded(name) ? name : OTHER;
    }

    private boolean isAdded(String name) {
        if (told.size() < MOST) {
            return add(name, 1);
        }
        Objects.requireNonNull(candidates.get(name, _ -> new AtomicLong())).incrementAndGet();
        long before = reviewed.get();
        long now = clock.getAsLong();
        if (now - before >= BETWEEN_REVIEWS && reviewed.compareAndSet(before, now)) {
            review();
        }
        return false;
    }

    private synchronized boolean add(String name, long uses) {
        if (told.size() < MOST) {
            told.putIfAbsent(name, new AtomicLong(uses));
        }
        return told.containsKey(name);
    }

    /** Has the most frequent candidate replace the rarest name, where it was used twice as often, and ages all counts. */
    private synchronized void review() {
        var rarest = told.entrySet().stream().min(byUses()).orElseThrow();
        candidates.asMap().entrySet().stream()
                .max(byUses())
                .filter(best -> best.getValue().get() > 2 * rarest.getValue().get())
                .ifPresent(best -> {
                    told.remove(rarest.getKey());
                    onRemoval.accept(rarest.getKey());
                    candidates.invalidate(best.getKey());
                    add(best.getKey(), best.getValue().get());
                });
        told.values().forEach(uses -> uses.updateAndGet(count -> count / 2));
        candidates.asMap().values().forEach(uses -> uses.updateAndGet(count -> count / 2));
    }

    private static Comparator<Map.Entry<String, AtomicLong>> byUses() {
        return Comparator.comparingLong(entry -> entry.getValue().get());
    }
}
