package com.tripsage.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Wire;
import com.tripsage.gateway.graphql.Operation;
import com.tripsage.gateway.request.GraphQlRequest;
import com.tripsage.gateway.security.Callers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A subscriber without a transport between it and the gateway. */
public final class Listener implements Outlet {

    public static final String TRIP_EVENTS = """
            subscription TripEvents($tripId: ID, $after: String) {
              tripEvents(tripId: $tripId, after: $after) {
                cursor kind tripId entityId occurredAt actorId changedFields
                trip { id title status version flights { id status } }
              }
            }
            """;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private @Nullable LiveOperation operation;

    /** A listener that has subscribed as the owner of the token. */
    public static Listener to(
            LiveOperations operations, Callers callers, String token, String document, Map<String, ?> variables) {
        var listener = new Listener();
        listener.operation = start(operations, callers, token, document, variables, listener);
        return listener;
    }

    static LiveOperation start(
            LiveOperations operations,
            Callers callers,
            String token,
            String document,
            Map<String, ?> variables,
            Outlet outlet) {
        Map<String, @Nullable Object> values = new HashMap<>();
        variables.forEach((name, value) -> values.put(name, value instanceof UUID id ? id.toString() : value));
        try {
            return operations.start(
                    new Operation(
                            UUID.randomUUID().toString(),
                            callers.from(token),
                            GraphQlRequest.of(document, null, null, values, null),
                            false),
                    outlet);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void next(String result, @Nullable String cursor) {
        messages.add(new Message("next", Wire.JSON.readTree(result), cursor));
    }

    @Override
    public void error(String errors) {
        messages.add(new Message("error", Wire.JSON.readTree(errors), null));
    }

    @Override
    public void complete() {
        messages.add(new Message("complete", Wire.JSON.createObjectNode(), null));
    }

    public void cancel() {
        operation().cancel();
    }

    public LiveOperation operation() {
        if (operation == null) {
            throw new IllegalStateException("not subscribed");
        }
        return operation;
    }

    public Message message() {
        try {
            Message message = messages.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(message).as("the next message").isNotNull();
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The next event of {@code tripEvents}, which has no error. */
    public JsonNode event() {
        Message message = message();
        assertThat(message.type()).as("%s", message).isEqualTo("next");
        assertThat(message.body().has("errors")).as("%s", message).isFalse();
        JsonNode event = message.body().at("/data/tripEvents");
        assertThat(event.path("cursor").stringValue()).isEqualTo(message.cursor());
        assertThat(message.body().at("/extensions/cursor").stringValue()).isEqualTo(message.cursor());
        return event;
    }

    /** The kinds of the next events, in their order. */
    public List<String> kinds(int count) {
        List<String> kinds = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            kinds.add(event().path("kind").stringValue());
        }
        return kinds;
    }

    /** The code of the error that comes next. */
    public String refusal() {
        Message message = message();
        assertThat(message.type()).as("%s", message).isEqualTo("error");
        return message.body().at("/0/extensions/code").stringValue();
    }

    public void hasNothing() {
        assertThat(messages).isEmpty();
    }

    /** A message that came to the outlet. */
    public record Message(
            String type, JsonNode body, @Nullable String cursor) {}
}
