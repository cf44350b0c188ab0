package com.tripsage.gateway.user;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Together;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.security.Tokens;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens are the authority on e-mail: the gateway follows what they say, and lets everybody in. */
class EmailTests extends RunningGateway {

    private static final String VIEWER = "{ viewer { id email } }";

    private static final String SHARE = """
            mutation ($trip: ID!, $email: String!) {
              shareTrip(input: { tripId: $trip, userEmail: $email, role: VIEWER }) {
                trip { members { user { id } } invitations { email } }
              }
            }""";

    private static final String SEES = "query ($id: ID!) { trip(id: $id) { id } }";

    private Wire person(UUID id, UnaryOperator<JWTClaimsSet.Builder> claims) {
        return new Wire(
                port,
                Tokens.signed(
                        claims.apply(Tokens.claims().subject(id.toString())).build()));
    }

    private Wire person(UUID id, String email) {
        return person(id, claims -> claims.claim("email", email));
    }

    private Wire person(UUID id, String email, long secondsAgo) {
        return person(id, claims -> claims.claim("email", email)
                .issueTime(Date.from(Instant.now().minusSeconds(secondsAgo))));
    }

    private static String address() {
        return UUID.randomUUID() + "@example.com";
    }

    private boolean sees(Wire person, UUID trip) {
        return !person.send(SEES, Map.of("id", trip)).at("/trip").equals("null");
    }

    /** Shares a new trip with an address, and tells which. */
    private UUID shareWith(String email) {
        Traveller owner = Traveller.known(port);
        UUID trip = owner.createTrip("Oslo");
        Wire.of(port, owner).send(SHARE, Map.of("trip", trip, "email", email)).at("/shareTrip/trip");
        return trip;
    }

    @Test
    void belongsToWhoeverTheProviderSaysHasItNow() {
        String address = address();
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        Wire ada = person(first, address);
        ada.send("mutation { createTrip(input: { title: \"Rome\" }) { trip { id } } }");
        UUID before = shareWith(address);
        assertThat(sees(ada, before)).isTrue();

        Wire bob = person(second, address);
        assertThat(bob.send(VIEWER).at("/viewer/email")).isEqualTo(address);
        UUID after = shareWith(address);

        assertThat(sees(bob, after)).isTrue();
        assertThat(sees(ada, after)).isFalse();
        assertThat(sees(bob, before)).isFalse();
        assertThat(sees(ada, before)).isTrue();
        assertThat(ada.send("{ trips { totalCount } viewer { email } }").at(""))
                .isEqualTo("{\"trips\":{\"totalCount\":2},\"viewer\":{\"email\":\"%s\"}}".formatted(address));
    }

    @Test
    void isNotTakenBackByAnOlderToken() {
        String address = address();
        Wire ada = person(UUID.randomUUID(), address, 200);
        Wire bob = person(UUID.randomUUID(), address, 100);
        ada.send(VIEWER).at("/viewer");
        bob.send(VIEWER).at("/viewer");
        person(UUID.randomUUID(), address, 300).send(VIEWER).at("/viewer");
        ada.send(VIEWER).at("/viewer");

        assertThat(sees(bob, shareWith(address))).isTrue();
    }

    @Test
    void isFollowedWhenItChanges() {
        UUID id = UUID.randomUUID();
        String old = address();
        String current = address();
        Wire before = person(id, old, 60);
        before.send(VIEWER).at("/viewer");

        Wire after = person(id, current, 30);
        assertThat(after.send(VIEWER).at("/viewer/email")).isEqualTo(current);

        assertThat(sees(after, shareWith(current))).isTrue();
        assertThat(sees(after, shareWith(old))).isFalse();
        // The older token is still good, and has nothing to say about the address any more.
        assertThat(before.send(VIEWER).at("/viewer/email")).isEqualTo(current);
        assertThat(person(id, old, 90).send(VIEWER).at("/viewer/email")).isEqualTo(current);
        assertThat(sees(before, shareWith(current))).isTrue();
    }

    @Test
    void isFollowedWithTokensThatDoNotTellTheirAge() {
        UUID id = UUID.randomUUID();
        String current = address();
        person(id, address()).send(VIEWER).at("/viewer");

        assertThat(person(id, current).send(VIEWER).at("/viewer/email")).isEqualTo(current);
    }

    @Test
    void isFollowedAfterATokenFromTheFuture() {
        UUID id = UUID.randomUUID();
        String current = address();
        person(id, address(), -600).send(VIEWER).at("/viewer");

        assertThat(person(id, current, -1).send(VIEWER).at("/viewer/email")).isEqualTo(current);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"absent", "null", "empty", "blank", "number", "huge", "no address", "anonymous", "telephone"})
    void isNotNeeded(String kind) {
        UnaryOperator<JWTClaimsSet.Builder> claims =
                switch (kind) {
                    case "absent" -> builder -> builder.claim("email", null);
                    case "null" -> builder -> builder.serializeNullClaims(true).claim("email", null);
                    case "empty" -> builder -> builder.claim("email", "");
                    case "blank" -> builder -> builder.claim("email", " ");
                    case "number" -> builder -> builder.claim("email", 7);
                    case "huge" -> builder -> builder.claim("email", "a".repeat(300) + "@example.com");
                    case "no address" -> builder -> builder.claim("email", "");
                    case "anonymous" -> builder -> builder.claim("email", "").claim("is_anonymous", true);
                    default -> builder -> builder.claim("email", "").claim("phone", "4915112345678");
                };

        for (int i = 0; i < 3; i++) {
            UUID id = UUID.randomUUID();
            Wire person = person(id, claims);
            assertThat(person.send(VIEWER).at("/viewer")).isEqualTo("{\"id\":\"%s\",\"email\":\"\"}".formatted(id));
            assertThat(person.send("mutation { createTrip(input: { title: \"Oslo\" }) { trip { title } } }")
                            .at("/createTrip/trip/title"))
                    .isEqualTo("Oslo");
        }
    }

    @Test
    void staysWhenATokenDoesNotSpeakOfIt() {
        UUID id = UUID.randomUUID();
        String address = address();
        person(id, address, 60).send(VIEWER).at("/viewer");

        Wire silent = person(id, claims -> claims.claim("email", null).issueTime(Date.from(Instant.now())));
        assertThat(silent.send(VIEWER).at("/viewer/email")).isEqualTo(address);
        assertThat(sees(silent, shareWith(address))).isTrue();
    }

    @Test
    void goesWhenATokenSaysThatThereIsNone() {
        UUID id = UUID.randomUUID();
        String address = address();
        person(id, address, 60).send(VIEWER).at("/viewer");

        Wire now = person(id, "", 30);
        assertThat(now.send(VIEWER).at("/viewer/email")).isEmpty();
        assertThat(sees(now, shareWith(address))).isFalse();
    }

    @Test
    void isNotSharedWithWhereItIsUnverified() {
        List<UnaryOperator<JWTClaimsSet.Builder>> unverified = List.of(
                claims -> claims.claim("email_verified", false),
                claims -> claims.claim("email_verified", "false"),
                claims -> claims.claim("user_metadata", Map.of("email_verified", false)),
                claims -> claims.claim("email_verified", false).claim("user_metadata", Map.of("email_verified", true)));
        for (UnaryOperator<JWTClaimsSet.Builder> says : unverified) {
            UUID id = UUID.randomUUID();
            String address = address();
            UUID before = shareWith(address);
            Wire person = person(id, claims -> says.apply(claims.claim("email", address)));
            assertThat(person.send(VIEWER).at("/viewer/email")).isEqualTo(address);
            UUID after = shareWith(address);
            assertThat(sees(person, before)).isFalse();
            assertThat(sees(person, after)).isFalse();

            Wire verified = person(id, claims -> claims.claim("email", address).claim("email_verified", true));
            assertThat(sees(verified, before)).isTrue();
            assertThat(sees(verified, after)).isTrue();
        }
    }

    @Test
    void isVerifiedWhereTheProviderSaysSoOrNothing() {
        List<UnaryOperator<JWTClaimsSet.Builder>> verified = List.of(
                claims -> claims,
                claims -> claims.claim("email_verified", true),
                claims -> claims.claim("email_verified", true).claim("user_metadata", Map.of("email_verified", false)),
                claims -> claims.claim("user_metadata", "text"));
        for (UnaryOperator<JWTClaimsSet.Builder> says : verified) {
            String address = address();
            Wire person = person(UUID.randomUUID(), claims -> says.apply(claims.claim("email", address)));
            person.send(VIEWER).at("/viewer");
            assertThat(sees(person, shareWith(address))).isTrue();
        }
    }

    @Test
    void doesNotGoToSomebodyWhoseAddressIsUnverified() {
        String address = address();
        Wire ada = person(UUID.randomUUID(), address);
        ada.send(VIEWER).at("/viewer");
        Wire impostor = person(
                UUID.randomUUID(), claims -> claims.claim("email", address).claim("email_verified", false));
        impostor.send(VIEWER).at("/viewer");

        UUID trip = shareWith(address);

        assertThat(sees(ada, trip)).isTrue();
        assertThat(sees(impostor, trip)).isFalse();
    }

    @Test
    void staysWithWhoHasItAsItIsWritten() {
        String name = UUID.randomUUID().toString();
        Wire loud = person(UUID.randomUUID(), "ADA-" + name + "@example.com");
        Wire quiet = person(UUID.randomUUID(), "ada-" + name + "@example.com");
        Wire kelvin = person(UUID.randomUUID(), "mi\u212Ae-" + name + "@example.com");
        Wire mike = person(UUID.randomUUID(), "mike-" + name + "@example.com");
        List.of(loud, quiet, mike, kelvin).forEach(one -> one.send(VIEWER).at("/viewer"));

        UUID toLoud = shareWith("ADA-" + name + "@example.com");
        UUID toQuiet = shareWith("ada-" + name + "@example.com");
        UUID toNobody = shareWith("Ada-" + name + "@example.com");
        UUID toMike = shareWith("MIKE-" + name + "@EXAMPLE.com");

        assertThat(List.of(sees(loud, toLoud), sees(loud, toQuiet), sees(loud, toNobody)))
                .containsExactly(true, false, false);
        assertThat(List.of(sees(quiet, toLoud), sees(quiet, toQuiet), sees(quiet, toNobody)))
                .containsExactly(false, true, false);
        assertThat(sees(mike, toMike)).isTrue();
        assertThat(sees(kelvin, toMike)).isFalse();
    }

    @Test
    void isFollowedByHoweverManyRequestsAtOnce() {
        UUID id = UUID.randomUUID();
        String address = address();
        List<String> emails = Together.run(
                16, i -> person(id, address, i).send("{ viewer { email } }").at("/viewer/email"));

        assertThat(emails).isEqualTo(Collections.nCopies(16, address));
        String other = address();
        Together.run(16, i -> person(id, i % 2 == 0 ? address : other, 100 - i)
                .send("{ viewer { email } }")
                .at("/viewer/email"));
        assertThat(person(id, "last-" + other, 0).send(VIEWER).at("/viewer/email"))
                .isEqualTo("last-" + other);
    }

    @Test
    void isOnlyWrittenWhenItChanges() {
        UUID id = UUID.randomUUID();
        String address = address();
        for (int i = 5; i > 0; i--) {
            person(id, address, i).send(VIEWER).at("/viewer");
        }

        assertThat(person(id, address, 0).send("{ viewer { version } }").at("/viewer/version"))
                .isEqualTo("1");
        person(id, "x" + address, 0).send(VIEWER).at("/viewer");
        assertThat(Superuser.of(environment)
                        .sql("select version from users where id = ?")
                        .param(id)
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
    }
}
