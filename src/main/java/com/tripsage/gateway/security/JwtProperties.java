package com.tripsage.gateway.security;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.StringUtils;

/**
 * The settings that tokens are checked against, beside Spring's own {@code spring.security.oauth2.resourceserver.jwt}.
 *
 * @param secret the key of HS256, as Supabase signs; takes the place of an issuer's public keys
 * @param issuer what {@code iss} has to be
 * @param audience what {@code aud} has to contain
 */
@ConfigurationProperties("gateway.jwt")
record JwtProperties(
        @Nullable String secret,
        @Nullable String issuer,
        @Nullable String audience) {

    // An empty environment variable, as Compose passes one on, is the same as none.
    JwtProperties {
        secret = StringUtils.hasText(secret) ? secret : null;
        issuer = StringUtils.hasText(issuer) ? issuer : null;
        audience = StringUtils.hasText(audience) ? audience : null;
    }

    @Override
    public String toString() {
        return "JwtProperties[issuer=" + issuer + ", audience=" + audience + "]";
    }
}
