package com.tripsage.gateway.graphql;

import java.time.Duration;

/** As many operations are under way as the gateway takes on at once. Nothing of this one was done. */
public class Overloaded extends RuntimeException {

    public static final String MESSAGE = "The gateway has too much to do; try again";
    public static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    Overloaded() {
        // No stack trace: this is to cost as little as it can.
        super(MESSAGE, null, false, false);
    }

    public Refusal refusal() {
        return Refusal.unavailable(MESSAGE, RETRY_AFTER);
    }
}
