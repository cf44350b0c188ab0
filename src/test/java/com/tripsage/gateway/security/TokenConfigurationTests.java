package com.tripsage.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import com.tripsage.gateway.quota.Quota;
import com.tripsage.gateway.quota.Quotas;
import com.tripsage.gateway.settings.SettingsInvalid;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.security.authentication.AuthenticationServiceException;

class TokenConfigurationTests {

    private static final String JWT = "spring.security.oauth2.resourceserver.jwt.";

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withUserConfiguration(TokenConfiguration.class)
            .withBean(
                    Quotas.class,
                    () -> new Quotas(
                            Quota.perMinute("requests", 0),
                            Quota.perMinute("points", 0),
                            Quota.perMinute("texts", 0),
                            Quota.perMinute("tokens", 0)));

    @ParameterizedTest
    @ValueSource(strings = {"gateway.jwt.secret=", "gateway.jwt.issuer=https://issuer.test"})
    void doesNotStartWithoutAWayToVerifyTokens(String property) {
        context.withPropertyValues(property)
                .run(started -> assertThat(reason(started)).startsWith("Nothing says how tokens are verified: set "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"issuer-uri=https://issuer.test", "jwk-set-uri=https://issuer.test/keys"})
    void doesNotStartWithTwoWays(String issuer) {
        context.withPropertyValues("gateway.jwt.secret=" + Tokens.SECRET, JWT + issuer)
                .run(started -> assertThat(reason(started)).endsWith("set one of the two, not both."));
    }

    @Test
    void doesNotStartWithAShortSecret() {
        context.withPropertyValues("gateway.jwt.secret=0123456789012345678901234567890")
                .run(started -> assertThat(reason(started))
                        .isEqualTo("GATEWAY_JWT_SECRET has 31 bytes; HS256 needs at least 32."));
    }

    @Test
    void startsWhileTheIssuerIsAway() throws Exception {
        RSAKey rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
        String token = signed(JWSAlgorithm.RS256, "rsa", new RSASSASigner(rsa));
        context.withPropertyValues(JWT + "issuer-uri=http://localhost:1").run(started -> {
            Callers callers = started.getBean(Callers.class);
            assertThatThrownBy(() -> callers.from(token)).isInstanceOf(AuthenticationServiceException.class);
            // Its algorithm alone shows that it is nobody's.
            assertRefused(callers, Tokens.valid());
        });
    }

    @Test
    void acceptsTheIssuersKeysAndNoSharedSecret() throws Exception {
        RSAKey rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
        ECKey ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        try (KeyServer server = new KeyServer(new JWKSet(rsa.toPublicJWK()).toString())) {
            context.withPropertyValues(JWT + "jwk-set-uri=" + server.address()).run(started -> {
                Callers callers = started.getBean(Callers.class);

                assertThat(callers.from(signed(JWSAlgorithm.RS256, "rsa", new RSASSASigner(rsa)))
                                .email())
                        .isEqualTo("ada@example.com");
                assertRefused(callers, signed(JWSAlgorithm.ES256, "ec", new ECDSASigner(ec)));
                // The public key is no secret: whoever signs with it as one must not get in.
                byte[] publicKey = rsa.toRSAPublicKey().getEncoded();
                assertRefused(callers, signed(JWSAlgorithm.HS256, "rsa", new MACSigner(publicKey)));
            });
        }
    }

    @Test
    void acceptsOnlyTheConfiguredAlgorithms() throws Exception {
        RSAKey rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
        try (KeyServer server = new KeyServer(new JWKSet(rsa.toPublicJWK()).toString())) {
            context.withPropertyValues(JWT + "jwk-set-uri=" + server.address(), JWT + "jws-algorithms=RS512")
                    .run(started -> {
                        Callers callers = started.getBean(Callers.class);

                        assertThat(callers.from(signed(JWSAlgorithm.RS512, "rsa", new RSASSASigner(rsa))))
                                .isNotNull();
                        assertRefused(callers, signed(JWSAlgorithm.RS256, "rsa", new RSASSASigner(rsa)));
                    });
        }
    }

    @Test
    void asksTheIssuerOnceForManyUnknownKeys() throws Exception {
        RSAKey rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
        try (KeyServer server = new KeyServer(new JWKSet(rsa.toPublicJWK()).toString())) {
            context.withPropertyValues(JWT + "jwk-set-uri=" + server.address()).run(started -> {
                Callers callers = started.getBean(Callers.class);
                for (int i = 0; i < 20; i++) {
                    assertRefused(callers, signed(JWSAlgorithm.RS256, "invented-" + i, new RSASSASigner(rsa)));
                }
                assertThat(server.requests()).isEqualTo(1);
            });
        }
    }

    private static void assertRefused(Callers callers, String token) {
        assertThatThrownBy(() -> callers.from(token))
                .isInstanceOf(TokenRefused.class)
                .hasMessage("The token is not valid");
    }

    private static String signed(JWSAlgorithm algorithm, String keyId, JWSSigner signer) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(algorithm).keyID(keyId).build(),
                Tokens.claims().build());
        token.sign(signer);
        return token.serialize();
    }

    private static @Nullable String reason(AssertableApplicationContext started) {
        Throwable cause = started.getStartupFailure();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof SettingsInvalid ? cause.getMessage() : null;
    }

    /** An issuer's key endpoint that counts who asks. */
    private static class KeyServer implements AutoCloseable {

        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        private final AtomicInteger requests = new AtomicInteger();

        KeyServer(String keys) throws IOException {
            byte[] body = keys.getBytes(StandardCharsets.UTF_8);
            server.createContext("/", exchange -> {
                requests.incrementAndGet();
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
        }

        String address() {
            return "http://localhost:" + server.getAddress().getPort() + "/keys";
        }

        int requests() {
            return requests.get();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
