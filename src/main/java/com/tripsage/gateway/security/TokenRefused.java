package com.tripsage.gateway.security;

import org.springframework.security.core.AuthenticationException;

/** A token that was presented and does not count; the message is made for the caller and says no more than it must. */
public class TokenRefused extends AuthenticationException {

    /** What a client is told of a token whose time is over: to get a new one helps. */
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

    /** Whether only its time is over: it was signed by who may, for here. */
    public boolean isExpired() {
        return expired;
    }
}
