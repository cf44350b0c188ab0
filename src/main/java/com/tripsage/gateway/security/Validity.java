package com.tripsage.gateway.security;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;

/** The time in which a token may be used, for clocks that differ by up to half a minute. */
record Validity(@Nullable Instant begin, @Nullable Instant end) {

    private static final Duration SKEW = Duration.ofSeconds(30);

    static Validity of(Jwt token) {
        return new Validity(token.getNotBefore(), token.getExpiresAt());
    }

    boolean includes(Instant now) {
        return hasBegun(now) && !hasEnded(now);
    }

    boolean hasBegun(Instant now) {
        return begin == null || !now.plus(SKEW).isBefore(begin);
    }

    boolean hasEnded(Instant now) {
        return end != null && !now.minus(SKEW).isBefore(end);
    }

    /** Whether it ends at all: a token that doesn't is refused. */
    boolean isBounded() {
        return end != null;
    }
}
