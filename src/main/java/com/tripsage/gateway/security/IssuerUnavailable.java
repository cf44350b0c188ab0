package com.tripsage.gateway.security;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A failure to get an issuer's keys. */
class IssuerUnavailable extends RuntimeException {

    IssuerUnavailable(String message) {
        super(message);
    }

    /** The reason in a few words, without the network's own messages, which have addresses in them. */
    static String reason(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof IssuerUnavailable known) {
            return String.valueOf(known.getMessage());
        }
        return cause == null ? "unknown" : cause.getClass().getSimpleName();
    }
}
