package com.tripsage.gateway.firstrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import com.nimbusds.jwt.SignedJWT;
import com.tripsage.gateway.security.Callers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.security.authentication.BadCredentialsException;

class LentTokensTests {

    private static final String DEMO = "demo@tripsage.example";

    private final MockEnvironment environment = new MockEnvironment();
    private final Callers callers = mock();

    @TempDir
    private Path temporary = Path.of("");

    private LentTokens tokens = new LentTokens(DataFolder.at("nowhere"), callers, environment);

    @BeforeEach
    void withNothingConfigured() {
        DataFolder folder = DataFolder.at(temporary.resolve("data").toString());
        folder.create();
        environment.setProperty("gateway.jwt.secret", folder.jwtSecret());
        tokens = new LentTokens(folder, callers, environment);
    }

    @Test
    void areOfTheDemoUsersForADay() throws Exception {
        assertThat(tokens.emails()).containsExactly(DEMO, "friend@tripsage.example");

        SignedJWT token =
                SignedJWT.parse(tokens.token("friend@tripsage.example").orElseThrow());
        assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("d3300000-0000-4000-8000-000000000002");
        assertThat(token.getJWTClaimsSet().getExpirationTime().toInstant())
                .isBefore(Instant.now().plus(Duration.ofHours(25)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob@example.com", "", "DEMO@tripsage.example", "demo@tripsage.example ", "demo%"})
    void areNobodyElses(String email) {
        assertThat(tokens.token(email)).isEmpty();
    }

    @Test
    void areNoneWhereSomebodyHasConfiguredASecret() {
        environment.setProperty("gateway.jwt.secret", "0123456789-a-secret-of-real-users-0123456789");

        isEmpty();
    }

    @Test
    void areNoneWhereAnIssuerSigns() {
        environment.setProperty("gateway.jwt.secret", "");

        isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "FRAMEWORK"})
    void areNoneBehindAProxy(String strategy) {
        environment.setProperty("server.forward-headers-strategy", strategy);

        isEmpty();
    }

    /** As with an audience that tokens have to name. */
    @Test
    void areNoneWhereTheGatewayWouldNotTakeThem() {
        doThrow(new BadCredentialsException("no")).when(callers).from(anyString());

        isEmpty();
    }

    @Test
    void areNoneBeforeThereIsASecret() {
        tokens = new LentTokens(DataFolder.at(temporary.resolve("other").toString()), callers, environment);

        isEmpty();
    }

    private void isEmpty() {
        assertThat(tokens.emails()).isEmpty();
        assertThat(tokens.token(DEMO)).isEmpty();
    }
}
