package com.tripsage.gateway.security;

/** The configuration does not say, or says twice, how tokens are verified. */
class TokenSettingsInvalid extends RuntimeException {

    TokenSettingsInvalid(String message) {
        super(message);
    }
}
