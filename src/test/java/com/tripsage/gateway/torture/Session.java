package com.tripsage.gateway.torture;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One connection of a subscriber, from its first event to its end. Whatever comes after the end, nobody has processed. */
final class Session {

    private final String name;
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final List<Event> events = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final Instant opened = Instant.now();
    private @Nullable Instant closed;
    private @Nullable String cursor;

    Session(String name, @Nullable String cursor) {
        this.name = name;
        this.cursor = cursor;
    }

    /** Takes a result of the subscription. */
    synchronized void next(JsonNode result) {
        if (ended.isDone()) {
            return;
        }
        JsonNode event = result.at("/data/tripEvents");
        if (result.has("errors") || !event.isObject()) {
            faults.add(name + ": not an event: " + result);
            return;
        }
        boolean isFirst = event.path("kind").stringValue().equals("SUBSCRIBED");
        if (isFirst == begun.isDone()) {
            faults.add(name + ": SUBSCRIBED is not the first, or not the only one: " + event);
        }
        cursor = event.path("cursor").stringValue();
        if (isFirst) {
            begun.complete(null);
        } else {
            events.add(Event.of(event));
        }
    }

    /** Errors instead of a result. */
    void refused(JsonNode errors) {
        String code = errors.at("/0/extensions/code").asString();
        if (!code.equals("UNAVAILABLE")) {
            fault("refused: " + errors);
        }
        end("error " + code);
    }

    synchronized void fault(String fault) {
        faults.add(name + ": " + fault);
    }

    synchronized void end(String how) {
        if (ended.complete(how)) {
            closed = Instant.now();
        }
    }

    CompletableFuture<Void> begun() {
        return begun;
    }

    CompletableFuture<String> ended() {
        return ended;
    }

    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** Behind the last event that was processed. */
    synchronized @Nullable String cursor() {
        return cursor;
    }

    /** Whether it was open within a few seconds of a time. */
    synchronized boolean isAround(Instant time) {
        Instant last = closed == null ? Instant.now() : closed;
        return opened.minusSeconds(5).isBefore(time) && last.plusSeconds(5).isAfter(time);
    }

    @Override
    public synchronized String toString() {
        return "%s from %s to %s, %d events, ended by: %s, cursor %s"
                .formatted(name, opened, closed, events.size(), ended.getNow("nothing"), cursor);
    }
}
