package com.tripsage.gateway.refusal;

import java.time.Duration;

/** The refusal of an operation because too many are under way, in all or of its caller. Nothing of it was done. */
public class Overloaded extends RuntimeException {

    public static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final boolean ofCaller;

    private Overloaded(String message, boolean ofCaller) {
        // No stack trace: this is to cost as little as it can.
        super(message, null, false, false);
        this.ofCaller = ofCaller;
    }

    public static Overloaded gateway() {
        return new Overloaded("The gateway has too much to do; try again", false);
    }

    public static Overloaded caller() {
        return new Overloaded("Too many operations of this caller are under way; try again", true);
    }

    /** Whether the caller alone has too much under way, and others are served. */
    public boolean isOfCaller() {
        return ofCaller;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }

    public Refusal refusal() {
        return ofCaller ? Refusal.rateLimited(sentence(), RETRY_AFTER) : Refusal.unavailable(sentence(), RETRY_AFTER);
    }
}
