package com.tripsage.gateway.firstrun;

import org.jspecify.annotations.Nullable;

/** The private PostgreSQL cannot be used; the message tells its reader what to do about it. */
public class FirstRunFailed extends RuntimeException {

    FirstRunFailed(String message) {
        super(message);
    }

    FirstRunFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
