package com.tripsage.gateway.refusal;

import java.time.Duration;

/** The refusal of an operation whose caller has used up what operations may cost in a minute. Nothing of it was done. */
public class QuotaExceeded extends RuntimeException {

    private final Duration retryAfter;

    public QuotaExceeded(String message, Duration retryAfter) {
        // No stack trace: this is to cost as little as it can.
        super(message, null, false, false);
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }

    public Refusal refusal() {
        return Refusal.rateLimited(String.valueOf(getMessage()), retryAfter);
    }
}
