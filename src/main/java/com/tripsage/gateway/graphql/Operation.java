package com.tripsage.gateway.graphql;

import com.tripsage.gateway.database.Cancellation;
import com.tripsage.gateway.request.GraphQlRequest;
import com.tripsage.gateway.security.Caller;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An operation as a transport received it.
 *
 * @param requestId names the request in every error, in the log and in the response
 * @param queryOnly true where the transport may not change anything, as HTTP GET
 * @param cancellation ends it when nobody waits for it any more
 */
public record Operation(
        String requestId, Caller caller, GraphQlRequest request, boolean queryOnly, Cancellation cancellation) {

    public Operation(String requestId, Caller caller, GraphQlRequest request, boolean queryOnly) {
        this(requestId, caller, request, queryOnly, new Cancellation());
    }

    /** The document; null where the client only names one that it takes the gateway to know. */
    public @Nullable String document() {
        return request.query();
    }

    /** The name of the operation in the document. */
    public @Nullable String name() {
        return request.operationName();
    }

    public Map<String, @Nullable Object> variables() {
        return request.variables();
    }

    /** The cursor behind which a subscription goes on, where the transport knows it; it goes before the field's argument. */
    public @Nullable String resumeAfter() {
        return request.resumeAfter();
    }

    /** The client's span, where the request itself names one. */
    public @Nullable String traceparent() {
        return request.traceparent();
    }

    /** The same with the document that it names. */
    Operation withDocument(String document) {
        return document.equals(request.query())
                ? this
                : new Operation(requestId, caller, request.withQuery(document), queryOnly, cancellation);
    }

    /** The same with a newer token. */
    public Operation by(Caller renewed) {
        return new Operation(requestId, renewed, request, queryOnly, cancellation);
    }

    /**
     * Cancels what it is doing, because nobody waits for it any more. Nothing of it stays unless it is being committed
     * already. Returns at once.
     */
    public void cancel() {
        cancellation.cancel();
    }
}
