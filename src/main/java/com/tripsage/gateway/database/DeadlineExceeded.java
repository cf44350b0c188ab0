package com.tripsage.gateway.database;

/** The end of a request whose time ran out before its next statement. */
public class DeadlineExceeded extends RuntimeException {

    DeadlineExceeded() {
        super("The request took too long");
    }
}
