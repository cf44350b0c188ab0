package com.tripsage.gateway.database;

/** The end of an operation for which nobody waits any more. Nothing of it was committed. */
public class OperationCancelled extends RuntimeException {

    OperationCancelled() {
        // No stack trace: anybody can cause thousands.
        super("Nobody waits for the answer any more", null, false, false);
    }
}
