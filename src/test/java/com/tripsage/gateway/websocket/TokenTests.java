package com.tripsage.gateway.websocket;

import static com.tripsage.gateway.websocket.SocketClient.SUBPROTOCOL;
import static com.tripsage.gateway.websocket.SocketClient.init;
import static com.tripsage.gateway.websocket.SocketClient.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.http.EdgeTest;
import com.tripsage.gateway.http.FakeLive;
import com.tripsage.gateway.http.FakeLive.Subscription;
import com.tripsage.gateway.security.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who is on the other side of a socket, and until when. */
@EdgeTest
class TokenTests {

    @LocalServerPort
    int port;

    @Autowired
    FakeLive live;

    private static String expiring(long seconds) {
        return Tokens.signed(
                Tokens.claims().expirationTime(Tokens.inSeconds(seconds)).build());
    }

    private static String of(UUID person) {
        return Tokens.signed(Tokens.claims().subject(person.toString()).build());
    }

    private static String refresh(String token) {
        return "{'type':'ping','payload':{'authorization':'Bearer %s','more':1}}".formatted(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "authorization", "AUTHORIZATION"})
    void takesTheTokenUnderItsName(String key) throws Exception {
        try (SocketClient client = SocketClient.open(port)) {
            client.send("{'type':'connection_init','payload':{'%s':'bearer %s'}}".formatted(key, Tokens.valid()));
            client.expect("{'type':'connection_ack'}");
            client.send(subscribe("a", "{ me }"));
            client.expect("{'id':'a','type':'next','payload':{'data':{'me':'%s'}}}".formatted(Tokens.SUBJECT));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",'payload':null", ",'payload':{}", ",'payload':{'token':'x'}"})
    void closesWithoutAToken(String payload) throws Exception {
        try (SocketClient client = SocketClient.open(port)) {
            client.send("{'type':'connection_init'%s}".formatted(payload));
            client.expectClose(4401, "Unauthorized");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "''", "'Bearer'", "'Bearer nonsense'", "'Basic YTpi'", "{}"})
    void closesWithATokenThatDoesNotCount(String value) throws Exception {
        try (SocketClient client = SocketClient.open(port)) {
            client.send("{'type':'connection_init','payload':{'Authorization':%s}}".formatted(value));
            client.expectClose(4403, "Forbidden");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, -1})
    void closesWithAnExpiredToken(long seconds) throws Exception {
        try (SocketClient client = SocketClient.open(port)) {
            client.send(init(expiring(seconds)));
            client.expectClose(4403, "The token has expired");
        }
    }

    @Test
    void closesWhereItIsNotClearWhichTokenCounts() throws Exception {
        try (SocketClient client = SocketClient.open(port)) {
            client.send("{'type':'connection_init','payload':{'Authorization':'Bearer a','authorization':'Bearer b'}}");
            client.expectClose(4400, "Authorization is given more than once");
        }
    }

    @Test
    void prefersTheTokenOfThePayload() throws Exception {
        UUID other = UUID.randomUUID();
        try (SocketClient client = SocketClient.open(port, builder -> builder.subprotocols(SUBPROTOCOL)
                .header("Authorization", "Bearer " + Tokens.valid()))) {
            client.send(init(of(other)));
            client.expect("{'type':'connection_ack'}");
            client.send(subscribe("a", "{ me }"));
            client.expect("{'id':'a','type':'next','payload':{'data':{'me':'%s'}}}".formatted(other));
        }
    }

    @Test
    void closesWhenTheTokenExpires() throws Exception {
        try (SocketClient client = SocketClient.open(port)) {
            Instant expiry = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 2);
            client.send(init(Tokens.signed(
                    Tokens.claims().expirationTime(java.util.Date.from(expiry)).build())));
            client.expect("{'type':'connection_ack'}");
            client.send(subscribe("a", "subscription { n }"));
            Subscription subscription = live.subscription();

            client.expectClose(4403, "The token has expired");

            assertThat(Duration.between(expiry, Instant.now())).isBetween(Duration.ZERO, Duration.ofSeconds(1));
            assertThat(subscription.cancellations).hasValue(1);
        }
    }

    @Test
    void goesOnWithANewerToken() throws Exception {
        try (SocketClient client = SocketClient.acknowledged(port, expiring(2))) {
            client.send(subscribe("a", "subscription { n }"));
            Subscription subscription = live.subscription();
            client.send(refresh(expiring(3600)));
            client.expect("{'type':'pong'}");
            assertThat(subscription.renewals).singleElement().satisfies(caller -> assertThat(caller.id())
                    .hasToString(Tokens.SUBJECT));

            Thread.sleep(3000);

            subscription.next(1);
            client.expect("{'id':'a','type':'next','payload':{'data':{'n':1}}}");
            client.expectSilence();
        }
    }

    @Test
    void closesWhenTheNewerTokenIsOfSomebodyElse() throws Exception {
        try (SocketClient client = SocketClient.acknowledged(port, Tokens.valid())) {
            client.send(refresh(of(UUID.randomUUID())));
            client.expectClose(4403, "Forbidden");
        }
    }

    @Test
    void closesWhenTheNewerTokenDoesNotCount() throws Exception {
        try (SocketClient client = SocketClient.acknowledged(port, Tokens.valid())) {
            client.send(refresh(expiring(-60)));
            client.expectClose(4403, "The token has expired");
        }
    }

    @Test
    void saysForbiddenOfAForgedTokenThatAlsoExpired() throws Exception {
        String forged = Tokens.signed(
                com.nimbusds.jose.JWSAlgorithm.HS256,
                "another-secret-another-secret-another-secret",
                Tokens.claims().expirationTime(Tokens.inSeconds(-60)).build());
        try (SocketClient client = SocketClient.open(port)) {
            client.send(init(forged));
            client.expectClose(4403, "Forbidden");
        }
    }

    @Test
    void takesNoTokenFromAPingBeforeTheFirst() throws Exception {
        try (SocketClient client = SocketClient.open(port)) {
            client.send(refresh(Tokens.valid()));
            client.expect("{'type':'pong'}");
            client.send("{'type':'connection_init'}");
            client.expectClose(4401, "Unauthorized");
        }
    }
}
