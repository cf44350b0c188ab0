package com.tripsage.gateway.websocket;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.request.GraphQlRequest;
import com.tripsage.gateway.request.RequestJson;
import com.tripsage.gateway.request.RequestRefused;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A message of a client, in the terms of the protocol.
 *
 * @param id of the operation; empty where the message isn't about one
 * @param payload empty where there is none
 */
record ClientMessage(Type type, String id, Map<String, @Nullable Object> payload) {

    private static final int MAX_ID_LENGTH = 256;

    /** The messages that a client may send. */
    enum Type {
        CONNECTION_INIT("connection_init"),
        PING("ping"),
        PONG("pong"),
        SUBSCRIBE("subscribe"),
        COMPLETE("complete");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        static Type of(@Nullable Object word) throws Closing {
            if (!(word instanceof String)) {
                throw Closing.badRequest("The message needs a \"type\", which has to be a string");
            }
            return Stream.of(values())
                    .filter(type -> type.word.equals(word))
                    .findAny()
                    .orElseThrow(
                            () -> Closing.badRequest("A client can't send a message of the type \"" + word + "\""));
        }
    }

    static ClientMessage read(byte[] json, Holding memory) throws Closing {
        Map<?, ?> message = parse(json, memory);
        Type type = Type.of(message.get("type"));
        return switch (type) {
            case CONNECTION_INIT, PING, PONG -> new ClientMessage(type, "", payload(message));
            case COMPLETE -> new ClientMessage(type, id(message), Map.of());
            case SUBSCRIBE -> {
                if (message.get("payload") == null) {
                    throw Closing.badRequest("The message needs a \"payload\"");
                }
                yield new ClientMessage(type, id(message), payload(message));
            }
        };
    }

    private static Map<?, ?> parse(byte[] json, Holding memory) throws Closing {
        try {
            if (RequestJson.read(json, "The message", memory) instanceof Map<?, ?> message) {
                return message;
            }
        } catch (RequestRefused refusal) {
            throw Closing.badRequest(refusal.sentence());
        }
        throw Closing.badRequest("The message has to be a JSON object");
    }

    private static String id(Map<?, ?> message) throws Closing {
        if (!(message.get("id") instanceof String id) || id.isEmpty()) {
            throw Closing.badRequest("The message needs an \"id\", which has to be a string that is not empty");
        }
        if (id.length() > MAX_ID_LENGTH) {
            throw Closing.badRequest("The \"id\" is longer than " + MAX_ID_LENGTH + " characters");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(id)) {
            throw Closing.badRequest("The \"id\" can't be written in UTF-8");
        }
        return id;
    }

    // Keys of a JSON object are strings.
    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> payload(Map<?, ?> message) throws Closing {
        Object payload = message.get("payload");
        return switch (payload) {
            case null -> Map.of();
            case Map<?, ?> object -> (Map<String, @Nullable Object>) object;
            default -> throw Closing.badRequest("The \"payload\" has to be an object");
        };
    }

    /** The operation that a subscribe message asks for. */
    GraphQlRequest request() throws Closing {
        try {
            return GraphQlRequest.of(
                    payload.get("query"),
                    payload.get("documentId"),
                    payload.get("operationName"),
                    payload.get("variables"),
                    payload.get("extensions"));
        } catch (RequestRefused refusal) {
            throw Closing.badRequest(refusal.sentence());
        }
    }
}
