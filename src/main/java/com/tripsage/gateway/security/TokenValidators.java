package com.tripsage.gateway.security;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;

/** The checks of a token beside its signature. They replace Spring's defaults, so issuer and audience are among them. */
final class TokenValidators {

    static final OAuth2Error EXPIRED = new OAuth2Error("expired_token");
    private static final OAuth2Error INVALID = new OAuth2Error("invalid_token");

    private TokenValidators() {}

    static OAuth2TokenValidator<Jwt> of(Clock clock, List<String> issuers, List<List<String>> audiences) {
        List<OAuth2TokenValidator<Jwt>> validators = new ArrayList<>();
        validators.add(token -> checkTimes(Validity.of(token), clock.instant()));
        issuers.forEach(issuer -> validators.add(new JwtIssuerValidator(issuer)));
        audiences.forEach(accepted -> validators.add(new JwtClaimValidator<@Nullable List<String>>(
                JwtClaimNames.AUD, claim -> claim != null && !Collections.disjoint(claim, accepted))));
        return new DelegatingOAuth2TokenValidator<>(validators);
    }

    private static OAuth2TokenValidatorResult checkTimes(Validity validity, Instant now) {
        if (!validity.isBounded() || !validity.hasBegun(now)) {
            return OAuth2TokenValidatorResult.failure(INVALID);
        }
        return validity.hasEnded(now)
                ? OAuth2TokenValidatorResult.failure(EXPIRED)
                : OAuth2TokenValidatorResult.success();
    }
}
