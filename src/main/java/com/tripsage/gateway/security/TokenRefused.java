package com.tripsage.gateway.security;

import org.springframework.security.core.AuthenticationException;

/** A token that was presented and does not count; the message is made for the caller and says no more than it must. */
public class TokenRefused extends AuthenticationException {

    private TokenRefused(String message) {
        super(message);
    }

    static TokenRefused expired() {
        return new TokenRefused("The token has expired");
    }

    static TokenRefused invalid() {
        return new TokenRefused("The token is not valid");
    }
}
