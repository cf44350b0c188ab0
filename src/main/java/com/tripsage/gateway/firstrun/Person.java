package com.tripsage.gateway.firstrun;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** A person who tries the gateway out, and is known by an e-mail address alone. */
record Person(UUID id, String email) {

    /** The owner of the trips in db/demo/demo.sql. */
    static final Person DEMO =
            new Person(UUID.fromString("d3300000-0000-4000-8000-000000000001"), "demo@tripsage.example");

    /** The friend with whom the demo user shares a trip. */
    static final Person DEMO_FRIEND =
            new Person(UUID.fromString("d3300000-0000-4000-8000-000000000002"), "friend@tripsage.example");

    static final List<Person> DEMO_USERS = List.of(DEMO, DEMO_FRIEND);

    private static final Duration TOKEN_LIFETIME = Duration.ofDays(30);

    static Person of(String email) {
        String address = email.toLowerCase(Locale.ROOT);
        return DEMO_USERS.stream()
                .filter(person -> person.email().equals(address))
                .findFirst()
                .orElseGet(() -> new Person(UUID.nameUUIDFromBytes(address.getBytes(StandardCharsets.UTF_8)), address));
    }

    /** A token that the gateway believes for 30 days. */
    String token(String secret, Instant now) {
        return token(secret, now, TOKEN_LIFETIME);
    }

    String token(String secret, Instant now, Duration lifetime) {
        SignedJWT token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder()
                        .subject(id.toString())
                        .claim("email", email)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(lifetime)))
                        .build());
        try {
            token.sign(new MACSigner(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (JOSEException e) {
            throw new FirstRunFailed("A token can't be signed: %s".formatted(e.getMessage()), e);
        }
        return token.serialize();
    }
}
