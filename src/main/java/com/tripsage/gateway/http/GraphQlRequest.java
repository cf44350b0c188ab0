package com.tripsage.gateway.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a GraphQL request.
 *
 * @param reportsCost whether its {@code extensions} say {@code "cost": true}
 */
public record GraphQlRequest(
        String query, @Nullable String operationName, Map<String, @Nullable Object> variables, boolean reportsCost) {

    /** From values as JSON has them, refusing those of the wrong type. Extensions that the gateway does not know are ignored. */
    public static GraphQlRequest of(
            @Nullable Object query,
            @Nullable Object operationName,
            @Nullable Object variables,
            @Nullable Object extensions) {
        String document = string("query", query);
        if (document == null) {
            throw RequestRefused.badRequest("The parameter \"query\" is missing");
        }
        boolean reportsCost =
                Boolean.TRUE.equals(object("extensions", extensions).get("cost"));
        return new GraphQlRequest(
                document, string("operationName", operationName), object("variables", variables), reportsCost);
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
