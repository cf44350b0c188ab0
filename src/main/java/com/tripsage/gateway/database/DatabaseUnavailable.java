package com.tripsage.gateway.database;

import org.jspecify.annotations.Nullable;

/** A failure to get a connection: PostgreSQL is down, or every connection stayed busy. */
public class DatabaseUnavailable extends RuntimeException {

    DatabaseUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
