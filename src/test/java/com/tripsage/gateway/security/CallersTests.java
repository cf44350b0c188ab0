package com.tripsage.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tripsage.gateway.quota.ClientAddress;
import com.tripsage.gateway.quota.Quota;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

class CallersTests {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private static final Quota<ClientAddress> UNLIMITED = Quota.perMinute("tokens", 0);

    private final AtomicInteger verifications = new AtomicInteger();

    @Test
    void takesTheClaimsAsTheyWereSigned() {
        String payload = "{ \"sub\":\"" + Tokens.SUBJECT + "\", \"n\":1.10, \"email\":\"ada@exämple.com\"}";
        String token = "e30." + encoded(payload) + ".c2ln";

        Caller caller = callers(NOW.plusSeconds(60), NOW).from(token);

        assertThat(caller.id()).isEqualTo(UUID.fromString(Tokens.SUBJECT));
        assertThat(caller.claims()).isEqualTo(payload);
    }

    @Test
    void verifiesATokenOnce() {
        Callers callers = callers(NOW.plusSeconds(60), NOW);

        assertThat(callers.from(token("a"))).isSameAs(callers.from(token("a")));
        assertThat(verifications).hasValue(1);
        callers.from(token("b"));
        assertThat(verifications).hasValue(2);
    }

    @Test
    void remembersNoTokenPastItsEnd() {
        // within the skew, so still good, but verified each time
        Callers callers = callers(NOW.minusSeconds(10), NOW);

        callers.from(token("a"));
        callers.from(token("a"));

        assertThat(verifications).hasValue(2);
    }

    @Test
    void verifiesARememberedTokenAgainOnceTheClockSaysItHasEnded() {
        MovingClock clock = new MovingClock();
        Callers callers =
                new Callers(decoder(NOW.plusSeconds(60)), AccessTokens.NONE, ErasedAccounts.NONE, clock, UNLIMITED);
        callers.from(token("a"));

        clock.now = NOW.plusSeconds(91);
        callers.from(token("a"));

        assertThat(verifications).hasValue(2);
    }

    @Test
    void tellsARefusalFromAnIssuerOutOfReach() {
        Callers callers = new Callers(
                token -> {
                    throw new JwtException("no route to the issuer's host");
                },
                AccessTokens.NONE,
                ErasedAccounts.NONE,
                Clock.systemUTC(),
                UNLIMITED);

        assertThatThrownBy(() -> callers.from(token("a")))
                .isInstanceOf(AuthenticationServiceException.class)
                .hasMessage("Tokens can't be verified at the moment");
    }

    @Test
    void looksAtNoTokenOfAnAddressThatHasBroughtTooManyBadOnes() {
        ClientAddress here = ClientAddress.of("192.0.2.1");
        Callers callers = new Callers(
                token -> {
                    verifications.incrementAndGet();
                    if (!token.equals(token("good"))) {
                        throw new BadJwtException("no signature of ours");
                    }
                    return decoder(NOW.plusSeconds(60)).decode(token);
                },
                AccessTokens.NONE,
                ErasedAccounts.NONE,
                Clock.fixed(NOW, ZoneOffset.UTC),
                Quota.perMinute("tokens", 2));
        callers.from(token("good"), here);
        for (String bad : List.of("a", "b")) {
            assertThatThrownBy(() -> callers.from(token(bad), here)).isInstanceOf(TokenRefused.class);
        }
        verifications.set(0);

        for (String other : List.of("a", "c", "fresh")) {
            assertThatThrownBy(() -> callers.from(token(other), here))
                    .isInstanceOfSatisfying(TooManyFailures.class, refused -> assertThat(refused.retryAfter())
                            .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30)));
        }
        assertThat(callers.from(token("good"), here).id()).hasToString(Tokens.SUBJECT);

        assertThat(verifications).hasValue(0);
        assertThatThrownBy(() -> callers.from(token("c"), ClientAddress.of("192.0.2.2")))
                .isInstanceOf(TokenRefused.class);
    }

    @Test
    void anIssuerOutOfReachIsNoFailureOfTheClient() {
        ClientAddress here = ClientAddress.of("192.0.2.1");
        Callers callers = new Callers(
                token -> {
                    throw new JwtException("no route to the issuer's host");
                },
                AccessTokens.NONE,
                ErasedAccounts.NONE,
                Clock.systemUTC(),
                Quota.perMinute("tokens", 1));

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> callers.from(token("a"), here)).isInstanceOf(AuthenticationServiceException.class);
        }
    }

    @Test
    void showsNoClaimInAText() {
        Caller caller = callers(NOW.plusSeconds(60), NOW).from(token("a"));

        assertThat(caller).hasToString("Caller[" + Tokens.SUBJECT + "]");
    }

    private Callers callers(Instant end, Instant now) {
        return new Callers(
                decoder(end), AccessTokens.NONE, ErasedAccounts.NONE, Clock.fixed(now, ZoneOffset.UTC), UNLIMITED);
    }

    private JwtDecoder decoder(Instant end) {
        return token -> {
            verifications.incrementAndGet();
            return Jwt.withTokenValue(token)
                    .header("alg", "HS256")
                    .subject(Tokens.SUBJECT)
                    .expiresAt(end)
                    .build();
        };
    }

    private static String token(String name) {
        return "e30." + encoded("{\"name\":\"" + name + "\"}") + ".c2ln";
    }

    private static String encoded(String payload) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8));
    }

    private static class MovingClock extends Clock {

        private Instant now = NOW;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
