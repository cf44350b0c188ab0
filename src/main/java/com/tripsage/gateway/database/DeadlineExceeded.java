package com.tripsage.gateway.database;

/** The time that a request may take ran out before its next statement. */
public class DeadlineExceeded extends RuntimeException {

    DeadlineExceeded() {
        super("The request took too long");
    }
}
