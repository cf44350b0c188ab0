package com.tripsage.gateway.graphql;

import com.tripsage.gateway.security.Caller;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One operation as a transport received it.
 *
 * @param requestId names the request in every error, in the log and in the response
 * @param queryOnly true where the transport may not change anything, as HTTP GET
 * @param resumeAfter the cursor behind which a subscription goes on, where the transport knows it; it goes before the
 *     field's argument
 * @param reportsCost whether the result is to say what the operation costs, in {@code extensions.cost}
 */
public record Operation(
        String requestId,
        Caller caller,
        String document,
        @Nullable String name,
        Map<String, @Nullable Object> variables,
        boolean queryOnly,
        @Nullable String resumeAfter,
        boolean reportsCost) {

    public Operation(
            String requestId,
            Caller caller,
            String document,
            @Nullable String name,
            Map<String, @Nullable Object> variables,
            boolean queryOnly) {
        this(requestId, caller, document, name, variables, queryOnly, null, false);
    }

    /** The same with a newer token. */
    public Operation by(Caller renewed) {
        return new Operation(requestId, renewed, document, name, variables, queryOnly, resumeAfter, reportsCost);
    }
}
