package com.tripsage.gateway.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a GraphQL request. */
record GraphQlRequest(
        String query,
        @Nullable String operationName,
        Map<String, @Nullable Object> variables,
        Map<String, @Nullable Object> extensions) {

    /** From values as JSON has them, refusing those of the wrong type. */
    static GraphQlRequest of(
            @Nullable Object query,
            @Nullable Object operationName,
            @Nullable Object variables,
            @Nullable Object extensions) {
        String document = string("query", query);
        if (document == null) {
            throw Refusal.badRequest("The parameter \"query\" is missing");
        }
        return new GraphQlRequest(
                document,
                string("operationName", operationName),
                object("variables", variables),
                object("extensions", extensions));
    }

    private static @Nullable String string(String name, @Nullable Object value) {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw Refusal.badRequest("The parameter \"" + name + "\" has to be a string");
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
        throw Refusal.badRequest("The parameter \"" + name + "\" has to be an object");
    }
}
