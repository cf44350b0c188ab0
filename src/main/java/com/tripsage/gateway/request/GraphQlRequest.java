package com.tripsage.gateway.request;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a GraphQL request.
 *
 * @param query null where the request names a document that the client takes the gateway to know
 * @param documentId the name of a document, as the persisted documents of GraphQL over HTTP have it
 * @param extensions what the request says beyond GraphQL; what isn't known is ignored
 */
public record GraphQlRequest(
        @Nullable String query,
        @Nullable String documentId,
        @Nullable String operationName,
        Map<String, @Nullable Object> variables,
        Map<String, @Nullable Object> extensions) {

    private static final String AFTER = "after";
    private static final String IDEMPOTENCY_KEY = "idempotencyKey";
    private static final String PERSISTED_QUERY = "persistedQuery";

    /** A request of values as JSON has them, which refuses those of the wrong type. */
    public static GraphQlRequest of(
            @Nullable Object query,
            @Nullable Object documentId,
            @Nullable Object operationName,
            @Nullable Object variables,
            @Nullable Object extensions) {
        Map<String, @Nullable Object> more = object("extensions", extensions);
        string("extensions.after", more.get(AFTER));
        string("extensions.idempotencyKey", more.get(IDEMPOTENCY_KEY));
        String id = string("documentId", documentId);
        boolean isNamed = id != null || more.get(PERSISTED_QUERY) != null;
        return new GraphQlRequest(
                document(query, isNamed),
                id,
                string("operationName", operationName),
                object("variables", variables),
                more);
    }

    /** The same with a document that has been found. */
    public GraphQlRequest withQuery(String document) {
        return new GraphQlRequest(document, documentId, operationName, variables, extensions);
    }

    /** The same that goes on behind another cursor, which the transport knows. */
    public GraphQlRequest resumingAfter(String cursor) {
        return with(AFTER, cursor);
    }

    /** The same with an idempotency key that the transport knows. */
    public GraphQlRequest withIdempotencyKey(String key) {
        return with(IDEMPOTENCY_KEY, key);
    }

    private GraphQlRequest with(String extension, String value) {
        Map<String, @Nullable Object> more = new HashMap<>(extensions);
        more.put(extension, value);
        return new GraphQlRequest(query, documentId, operationName, variables, more);
    }

    /** The cursor behind which a subscription goes on, whatever its variables say. */
    public @Nullable String resumeAfter() {
        return (String) extensions.get(AFTER);
    }

    /** The key with which a mutation is carried out once. */
    public @Nullable String idempotencyKey() {
        return (String) extensions.get(IDEMPOTENCY_KEY);
    }

    /** The hash of a document, in Apollo's protocol. */
    public @Nullable Object persistedQuery() {
        return extensions.get(PERSISTED_QUERY);
    }

    /** The client's span, as W3C's Trace Context names it, where no header can; null where it names none. */
    public @Nullable String traceparent() {
        return extensions.get("traceparent") instanceof String parent ? parent : null;
    }

    /** Whether the answer is to say what the operation costs. */
    public boolean reportsCost() {
        return Boolean.TRUE.equals(extensions.get("cost"));
    }

    private static @Nullable String document(@Nullable Object query, boolean isNamed) {
        String document = string("query", query);
        if (document == null && !isNamed) {
            throw RequestRefused.badRequest("The parameter \"query\" is missing");
        }
        return isNamed && document != null && document.isEmpty() ? null : document;
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
