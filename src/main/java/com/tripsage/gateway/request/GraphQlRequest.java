package com.tripsage.gateway.request;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a GraphQL request.
 *
 * @param query null where {@code extensions.persistedQuery} names a document that the client takes the gateway to know
 * @param resumeAfter {@code extensions.after}, the cursor behind which a subscription goes on, whatever its variables say
 * @param reportsCost whether its {@code extensions} say {@code "cost": true}
 * @param idempotencyKey {@code extensions.idempotencyKey}, with which a mutation is carried out once
 */
public record GraphQlRequest(
        @Nullable String query,
        @Nullable String operationName,
        Map<String, @Nullable Object> variables,
        @Nullable String resumeAfter,
        boolean reportsCost,
        @Nullable String idempotencyKey) {

    /** A request of values as JSON has them, which refuses those of the wrong type and ignores extensions it does not know. */
    public static GraphQlRequest of(
            @Nullable Object query,
            @Nullable Object operationName,
            @Nullable Object variables,
            @Nullable Object extensions) {
        Map<String, @Nullable Object> more = object("extensions", extensions);
        return new GraphQlRequest(
                document(query, more),
                string("operationName", operationName),
                object("variables", variables),
                string("extensions.after", more.get("after")),
                Boolean.TRUE.equals(more.get("cost")),
                string("extensions.idempotencyKey", more.get("idempotencyKey")));
    }

    /** The same that goes on behind another cursor, which the transport knows. */
    public GraphQlRequest resumingAfter(String cursor) {
        return new GraphQlRequest(query, operationName, variables, cursor, reportsCost, idempotencyKey);
    }

    /** The same with an idempotency key that the transport knows. */
    public GraphQlRequest withIdempotencyKey(String key) {
        return new GraphQlRequest(query, operationName, variables, resumeAfter, reportsCost, key);
    }

    private static @Nullable String document(@Nullable Object query, Map<String, @Nullable Object> extensions) {
        String document = string("query", query);
        boolean isPersisted = extensions.get("persistedQuery") != null;
        if (document == null && !isPersisted) {
            throw RequestRefused.badRequest("The parameter \"query\" is missing");
        }
        return isPersisted && document != null && document.isEmpty() ? null : document;
    }

    private static @Nullable String string(String name, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            default -> throw RequestRefused.badRequest("The parameter \"" + name + "\" has to be a string");
        };
    }

    // Keys of a JSON object are strings.
    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> object(String name, @Nullable Object value) {
        return switch (value) {
            case null -> Map.of();
            case Map<?, ?> object -> (Map<String, @Nullable Object>) object;
            default -> throw RequestRefused.badRequest("The parameter \"" + name + "\" has to be an object");
        };
    }
}
