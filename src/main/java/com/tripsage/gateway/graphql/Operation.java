package com.tripsage.gateway.graphql;

import com.tripsage.gateway.database.Cancellation;
import com.tripsage.gateway.database.Placement;
import com.tripsage.gateway.database.WalPosition;
import com.tripsage.gateway.request.GraphQlRequest;
import com.tripsage.gateway.security.Caller;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An operation as a transport received it.
 *
 * @param requestId names the request in every error, in the log and in the response
 * @param queryOnly true where the transport may not change anything, as HTTP GET
 * @param cancellation ends it when nobody waits for it any more
 * @param placement lets a replica answer it where it is a query, and tells of it; null where only the primary may
 */
public record Operation(
        String requestId,
        Caller caller,
        GraphQlRequest request,
        boolean queryOnly,
        Cancellation cancellation,
        @Nullable Placement placement) {

    public Operation(String requestId, Caller caller, GraphQlRequest request, boolean queryOnly) {
        this(requestId, caller, request, queryOnly, new Cancellation(), null);
    }

    /**
     * The same, which a replica may answer where it is a query.
     *
     * @param position what {@link #written} was after its caller's last mutation; null where that isn't known
     * @throws IllegalArgumentException where it is none
     */
    public Operation forReplica(@Nullable String position) {
        WalPosition required = position == null ? null : WalPosition.parse(position);
        return new Operation(requestId, caller, request, queryOnly, cancellation, new Placement(required));
    }

    /** The position behind what it has written; null where it has written nothing, or there is no replica. */
    public @Nullable String written() {
        WalPosition written = placement == null ? null : placement.written();
        return written == null ? null : written.toString();
    }

    /** How old the answer may be at most; null where the primary gave it. */
    public @Nullable Duration age() {
        return placement == null ? null : placement.age();
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
                : new Operation(requestId, caller, request.withQuery(document), queryOnly, cancellation, placement);
    }

    /** The same with a newer token. */
    public Operation by(Caller renewed) {
        return new Operation(requestId, renewed, request, queryOnly, cancellation, placement);
    }

    /**
     * Cancels what it is doing, because nobody waits for it any more. Nothing of it stays unless it is being committed
     * already. Returns at once.
     */
    public void cancel() {
        cancellation.cancel();
    }
}
