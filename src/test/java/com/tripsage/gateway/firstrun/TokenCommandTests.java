package com.tripsage.gateway.firstrun;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCommandTests {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path temporary = Path.of("");

    @Test
    void printsATokenAndNothingElse() throws Exception {
        String secret = folder().jwtSecret();

        assertThat(run("token", "Bob@example.com")).isZero();

        SignedJWT token = SignedJWT.parse(text(out).strip());
        assertThat(token.verify(new MACVerifier(secret))).isTrue();
        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(claims.getSubject())
                .isEqualTo(UUID.nameUUIDFromBytes("bob@example.com".getBytes(StandardCharsets.UTF_8))
                        .toString());
        assertThat(claims.getStringClaim("email")).isEqualTo("bob@example.com");
        assertThat(claims.getExpirationTime().toInstant())
                .isBetween(
                        Instant.now().plus(Duration.ofDays(29)), Instant.now().plus(Duration.ofDays(31)));
        assertThat(text(err)).isEmpty();
    }

    @Test
    void knowsTheDemoUser() throws Exception {
        folder().jwtSecret();

        assertThat(run("token", "demo@tripsage.example")).isZero();

        assertThat(SignedJWT.parse(text(out).strip()).getJWTClaimsSet().getSubject())
                .isEqualTo("d3300000-0000-4000-8000-000000000001");
    }

    @Test
    void asksForAnAddress() {
        folder().jwtSecret();

        assertThat(run("token")).isEqualTo(1);
        assertThat(run("token", "bob")).isEqualTo(1);
        assertThat(run("token", "bob@example.com", "eve@example.com")).isEqualTo(1);

        assertThat(text(out)).isEmpty();
        assertThat(text(err)).contains("Give one e-mail address");
    }

    @Test
    void saysWhereItLookedForTheSecret() {
        assertThat(run("token", "bob@example.com")).isEqualTo(1);

        assertThat(text(out)).isEmpty();
        assertThat(text(err)).contains(folder().path().toString()).contains("start the gateway once");
        assertThat(folder().path()).doesNotExist();
    }

    private DataFolder folder() {
        return new DataFolder(temporary.resolve("data"));
    }

    private int run(String... arguments) {
        return TokenCommand.run(
                folder(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
