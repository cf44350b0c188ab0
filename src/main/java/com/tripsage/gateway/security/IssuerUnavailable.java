package com.tripsage.gateway.security;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The issuer did not say what its keys are. */
class IssuerUnavailable extends RuntimeException {

    IssuerUnavailable(String message) {
        super(message);
    }

    /** Why, without what the network's own messages say, which have addresses in them. */
    static String reason(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof IssuerUnavailable known) {
            return String.valueOf(known.getMessage());
        }
        return cause == null ? "unknown" : cause.getClass().getSimpleName();
    }
}
