package com.tripsage.gateway.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a GraphQL request.
 *
 * @param query null where {@code extensions.persistedQuery} names a document that the client takes the gateway to know
 * @param resumeAfter {@code extensions.after}, the cursor behind which a subscription goes on, whatever its variables say
 * @param reportsCost whether its {@code extensions} say {@code "cost": true}
 */
public record GraphQlRequest(
        @Nullable String query,
        @Nullable String operationName,
        Map<String, @Nullable Object> variables,
        @Nullable String resumeAfter,
        boolean reportsCost) {

    /** From values as JSON has them, refusing those of the wrong type. Extensions that the gateway does not know are ignored. */
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
                Boolean.TRUE.equals(more.get("cost")));
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
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw RequestRefused.badRequest("The parameter \"" + name + "\" has to be a string");
    }

    // Keys of a JSON object are strings.
    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> object(String name, @Nullable Object value) {
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map) {
            return (Map<String, @Nullable Object>) value;
        }
        throw RequestRefused.badRequest("The parameter \"" + name + "\" has to be an object");
    }
}
