package com.tripsage.gateway.security;

import org.springframework.security.core.AuthenticationException;

/** A refusal of a token that is not valid. The message is made for the caller, and says no more than it must. */
public class TokenRefused extends AuthenticationException {

    /** The message for a token whose time is over: a new one helps. */
    public static final String EXPIRED = "The token has expired";

    private final boolean expired;

    private TokenRefused(String message, boolean expired) {
        super(message);
        this.expired = expired;
    }

    static TokenRefused expired() {
        return new TokenRefused(EXPIRED, true);
    }

    static TokenRefused invalid() {
        return new TokenRefused("The token is not valid", false);
    }

    /** Whether its time is over and nothing else is wrong with it. */
    public boolean isExpired() {
        return expired;
    }
}
