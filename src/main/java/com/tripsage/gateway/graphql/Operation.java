package com.tripsage.gateway.graphql;

import com.tripsage.gateway.security.Caller;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One operation as a transport received it.
 *
 * @param requestId names the request in every error, in the log and in the response
 * @param queryOnly true where the transport may not change anything, as HTTP GET
 */
public record Operation(
        String requestId,
        Caller caller,
        String document,
        @Nullable String name,
        Map<String, @Nullable Object> variables,
        boolean queryOnly) {}
