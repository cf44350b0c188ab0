package com.tripsage.gateway.websocket;

import com.tripsage.gateway.graphql.ResultJson;
import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.refusal.GraphQlErrors;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The messages that the server sends, in the terms of the protocol. */
final class ServerMessage {

    static final String CONNECTION_ACK = "{\"type\":\"connection_ack\"}";

    private ServerMessage() {}

    static String next(String id, String result) {
        return "{\"id\":" + ResultJson.text(id) + ",\"type\":\"next\",\"payload\":" + result + "}";
    }

    static String error(String id, String errors) {
        return "{\"id\":" + ResultJson.text(id) + ",\"type\":\"error\",\"payload\":" + errors + "}";
    }

    static String error(String id, ErrorCode code, String message, String requestId, Duration retryAfter) {
        Map<String, Long> details = retryAfter.isPositive()
                ? Map.of("retryAfterMs", Math.ceilDiv(retryAfter.toNanos(), 1_000_000))
                : Map.of();
        return error(id, ResultJson.text(List.of(GraphQlErrors.of(code, message, details, requestId))));
    }

    static String complete(String id) {
        return "{\"id\":" + ResultJson.text(id) + ",\"type\":\"complete\"}";
    }

    static String ping(Map<String, ?> payload) {
        return "{\"type\":\"ping\",\"payload\":" + ResultJson.text(payload) + "}";
    }

    static String pong(Map<String, @Nullable Object> payload) {
        return payload.isEmpty()
                ? "{\"type\":\"pong\"}"
                : "{\"type\":\"pong\",\"payload\":" + ResultJson.text(payload) + "}";
    }
}
