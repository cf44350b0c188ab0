package com.tripsage.gateway.graphql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The root of one execution of a subscription's document: at first it opens the source, later it has events. */
final class SourceEvents {

    private final @Nullable String resumeAfter;
    private final @Nullable List<?> events;
    private final Runnable alongside;
    private @Nullable Object source;
    private @Nullable EventSelection selection;

    private SourceEvents(@Nullable String resumeAfter, @Nullable List<?> events, Runnable alongside) {
        this.resumeAfter = resumeAfter;
        this.events = events;
        this.alongside = alongside;
    }

    static SourceEvents toOpen(@Nullable String resumeAfter) {
        return new SourceEvents(resumeAfter, null, () -> {});
    }

    static SourceEvents of(List<?> events, Runnable alongside) {
        return new SourceEvents(null, events, alongside);
    }

    @Nullable
    String resumeAfter() {
        return resumeAfter;
    }

    @Nullable
    List<?> events() {
        return events;
    }

    /** Reads what is wanted beside the events, in their snapshot. */
    void readAlongside() {
        alongside.run();
    }

    void opened(Object source, EventSelection selection) {
        this.source = source;
        this.selection = selection;
    }

    @Nullable
    Object source() {
        return source;
    }

    @Nullable
    EventSelection selection() {
        return selection;
    }
}
