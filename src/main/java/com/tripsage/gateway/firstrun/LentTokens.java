package com.tripsage.gateway.firstrun;

import com.tripsage.gateway.security.Callers;
import com.tripsage.gateway.security.DemoUsers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.core.env.Environment;
import org.springframework.security.core.AuthenticationException;
import org.springframework.util.StringUtils;

/**
 * The demo users of a first run, with tokens signed by the secret that the data folder has made up. Where somebody
 * has configured another secret, an issuer, or a proxy in front, the gateway serves real users, and nobody is lent a token.
 */
class LentTokens implements DemoUsers {

    private static final Duration LIFETIME = Duration.ofDays(1);

    private final DataFolder folder;
    private final Callers callers;
    private final Environment environment;

    LentTokens(DataFolder folder, Callers callers, Environment environment) {
        this.folder = folder;
        this.callers = callers;
        this.environment = environment;
    }

    @Override
    public List<String> emails() {
        return Person.DEMO_USERS.stream()
                .map(Person::email)
                .filter(email -> token(email).isPresent())
                .toList();
    }

    @Override
    public Optional<String> token(String email) {
        return Person.DEMO_USERS.stream()
                .filter(person -> person.email().equals(email))
                .findFirst()
                .flatMap(this::token);
    }

    private Optional<String> token(Person person) {
        String secret = folder.existingJwtSecret();
        if (secret == null || !secret.equals(environment.getProperty("gateway.jwt.secret")) || isBehindAProxy()) {
            return Optional.empty();
        }
        String token = person.token(secret, Instant.now(), LIFETIME);
        return isTaken(token) ? Optional.of(token) : Optional.empty();
    }

    private boolean isBehindAProxy() {
        String strategy = environment.getProperty("server.forward-headers-strategy");
        return StringUtils.hasText(strategy) && !strategy.equalsIgnoreCase("none");
    }

    /** Whether the gateway takes it: an issuer or an audience may be asked for that the token does not have. */
    private boolean isTaken(String token) {
        try {
            callers.from(token);
            return true;
        } catch (AuthenticationException _) {
            return false;
        }
    }
}
