package com.tripsage.gateway.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A failure to get a connection: PostgreSQL is down, or every connection stayed busy. */
public class DatabaseUnavailable extends RuntimeException {

    DatabaseUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether PostgreSQL was not there, and not only too busy. */
    boolean isUnreachable() {
        return getCause() instanceof SQLException;
    }
}
