package com.tripsage.gateway.embedded;

import org.jspecify.annotations.Nullable;

/** The embedded PostgreSQL cannot be used; the message tells its reader what to do about it. */
public class EmbeddedPostgresFailed extends RuntimeException {

    EmbeddedPostgresFailed(String message) {
        super(message);
    }

    EmbeddedPostgresFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
