package com.tripsage.gateway.security;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** A refusal of a token that was not looked at, because too many from the same address were not valid. */
public class TooManyFailures extends AuthenticationException {

    private final transient Duration retryAfter;

    TooManyFailures(Duration retryAfter) {
        super("Too many tokens from this address do not count; try again later");
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
