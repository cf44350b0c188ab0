package com.tripsage.gateway.http;

import static com.tripsage.gateway.http.Edge.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.tripsage.gateway.security.Tokens;
import java.net.http.HttpResponse;
import java.security.KeyPairGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

@EdgeTest
@TestPropertySource(
        properties = {
            "gateway.jwt.issuer=https://issuer.test",
            "gateway.jwt.audience=travellers",
            "logging.level.org.springframework.security=debug"
        })
@ExtendWith(OutputCaptureExtension.class)
class TokenTests {

    private static final String INVALID = "The token is not valid";

    private final int port;
    private final Edge edge;

    TokenTests(@LocalServerPort int port) {
        this.port = port;
        edge = new Edge(port);
    }

    private static JWTClaimsSet.Builder claims() {
        return Tokens.claims().issuer("https://issuer.test").audience("travellers");
    }

    @Test
    void knowsTheCallerByTheToken() throws Exception {
        HttpResponse<String> response = call(Tokens.signed(claims().build()));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains(Tokens.SUBJECT);
    }

    @Test
    void asksForATokenWhereThereIsNone() throws Exception {
        HttpResponse<String> response = send(edge.anonymous("/graphql?query=%7Bme%7D"));

        assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertUnauthenticated(response, "A bearer token is needed");
        assertThat(response.body()).doesNotContain("TOKEN_EXPIRED");
    }

    @Test
    void refusesAnExpiredToken() throws Exception {
        HttpResponse<String> response = call(
                Tokens.signed(claims().expirationTime(Tokens.inSeconds(-31)).build()));

        assertThat(response.headers().firstValue("WWW-Authenticate"))
                .hasValue("Bearer error=\"invalid_token\", error_description=\"The token has expired\"");
        assertUnauthenticated(response, "The token has expired");
        assertThat(response.body()).contains("\"reason\":\"TOKEN_EXPIRED\"");
    }

    @Test
    void acceptsATokenThatExpiredWithinTheSkew() throws Exception {
        assertThat(call(Tokens.signed(
                                claims().expirationTime(Tokens.inSeconds(-20)).build()))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesATokenThatIsNotYetValid() throws Exception {
        assertRefused(Tokens.signed(claims().notBeforeTime(Tokens.inSeconds(40)).build()), INVALID);
    }

    @Test
    void acceptsATokenThatBecomesValidWithinTheSkew() throws Exception {
        assertThat(call(Tokens.signed(
                                claims().notBeforeTime(Tokens.inSeconds(20)).build()))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesATokenWithoutAnEnd() throws Exception {
        assertRefused(Tokens.signed(claims().expirationTime(null).build()), INVALID);
    }

    @Test
    void refusesAWrongSignature() throws Exception {
        String other = "another-secret-another-secret-another-secret";

        assertRefused(Tokens.signed(JWSAlgorithm.HS256, other, claims().build()), INVALID);
        String token = Tokens.signed(claims().build());
        assertRefused(token.substring(0, token.lastIndexOf('.') + 1), INVALID);
    }

    @Test
    void refusesAnUnsignedToken() throws Exception {
        assertRefused(new PlainJWT(claims().build()).serialize(), INVALID);
    }

    @Test
    void refusesOtherAlgorithms() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);

        assertRefused(Tokens.signed(JWSAlgorithm.HS512, Tokens.SECRET, claims().build()), INVALID);
        assertRefused(
                Tokens.signed(
                        JWSAlgorithm.RS256,
                        new RSASSASigner(keys.generateKeyPair().getPrivate()),
                        claims().build()),
                INVALID);
    }

    @Test
    void refusesAnotherIssuerOrAudience() throws Exception {
        assertRefused(Tokens.signed(claims().issuer("https://other.test").build()), INVALID);
        assertRefused(Tokens.signed(claims().issuer(null).build()), INVALID);
        assertRefused(Tokens.signed(claims().audience("others").build()), INVALID);
        assertRefused(Tokens.signed(claims().audience((String) null).build()), INVALID);
    }

    @Test
    void saysNotValidOfATokenThatIsExpiredAndWrong() throws Exception {
        assertRefused(
                Tokens.signed(claims().issuer("https://other.test")
                        .expirationTime(Tokens.inSeconds(-60))
                        .build()),
                INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ada", "1-1-1-1-1", "11111111-1111-4111-8111-11111111111A"})
    void refusesASubjectThatIsNoUuid(String subject) throws Exception {
        assertRefused(Tokens.signed(claims().subject(subject).build()), INVALID);
        assertRefused(Tokens.signed(claims().subject(null).build()), INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"anon", "service_role"})
    void refusesTheApiKeysOfASupabaseProject(String role) throws Exception {
        assertRefused(Tokens.signed(claims().claim("role", role).build()), INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b.c", "....", "ä"})
    void refusesWhatIsNoToken(String token) throws Exception {
        assertRefused(token, INVALID);
    }

    @Test
    void neverShowsATokenOrTheSecret(CapturedOutput log) throws Exception {
        String good = Tokens.signed(claims().build());
        String bad = Tokens.signed(claims().subject("ada").build());

        assertThat(call(good).body()).doesNotContain(good);
        assertThat(call(bad).body()).doesNotContain(bad, "ada@example.com");
        assertThat(log.getAll()).doesNotContain(good, bad, Tokens.SECRET, "ada@example.com");
    }

    @Test
    void neverLogsAMalformedHeader(CapturedOutput log) throws Exception {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send("GET /graphql HTTP/1.1\r\nHost: x\r\nAuthorization : Bearer very-secret\r\n\r\n");

            assertThat(connection.readAnswer()).startsWith("HTTP/1.1 400").doesNotContain("very-secret");
        }
        assertThat(log.getAll()).doesNotContain("very-secret");
    }

    private HttpResponse<String> call(String token) throws Exception {
        return send(edge.with(token, "/graphql?query=%7Bme%7D"));
    }

    private void assertRefused(String token, String message) throws Exception {
        HttpResponse<String> response = call(token);

        assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer error=\"invalid_token\"");
        assertUnauthenticated(response, message);
        assertThat(response.body()).doesNotContain("TOKEN_EXPIRED", "\"reason\"");
    }

    private static void assertUnauthenticated(HttpResponse<String> response, String message) {
        String id = response.headers().firstValue("X-Request-Id").orElse("");
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body())
                .startsWith("{\"errors\":[{")
                .contains("\"message\":\"" + message + "\"")
                .contains("\"code\":\"UNAUTHENTICATED\"", "\"requestId\":\"" + id + "\"");
    }
}
