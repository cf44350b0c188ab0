package com.tripsage.gateway.graphql;

import com.tripsage.gateway.database.Cancellation;
import com.tripsage.gateway.security.Caller;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An operation as a transport received it.
 *
 * @param requestId names the request in every error, in the log and in the response
 * @param document null where the client only names one that it takes the gateway to know
 * @param queryOnly true where the transport may not change anything, as HTTP GET
 * @param resumeAfter the cursor behind which a subscription goes on, where the transport knows it; it goes before the
 *     field's argument
 * @param reportsCost whether the result is to say what the operation costs, in {@code extensions.cost}
 * @param cancellation ends it when nobody waits for it any more
 */
public record Operation(
        String requestId,
        Caller caller,
        @Nullable String document,
        @Nullable String name,
        Map<String, @Nullable Object> variables,
        boolean queryOnly,
        @Nullable String resumeAfter,
        boolean reportsCost,
        Cancellation cancellation) {

    public Operation(
            String requestId,
            Caller caller,
            @Nullable String document,
            @Nullable String name,
            Map<String, @Nullable Object> variables,
            boolean queryOnly) {
        this(requestId, caller, document, name, variables, queryOnly, null, false);
    }

    public Operation(
            String requestId,
            Caller caller,
            @Nullable String document,
            @Nullable String name,
            Map<String, @Nullable Object> variables,
            boolean queryOnly,
            @Nullable String resumeAfter,
            boolean reportsCost) {
        this(requestId, caller, document, name, variables, queryOnly, resumeAfter, reportsCost, new Cancellation());
    }

    /** The same with a newer token. */
    public Operation by(Caller renewed) {
        return new Operation(
                requestId, renewed, document, name, variables, queryOnly, resumeAfter, reportsCost, cancellation);
    }

    /**
     * Cancels what it is doing, because nobody waits for it any more. Nothing of it stays unless it is being committed
     * already. Returns at once.
     */
    public void cancel() {
        cancellation.cancel();
    }
}
