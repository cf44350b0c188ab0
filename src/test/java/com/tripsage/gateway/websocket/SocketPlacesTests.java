package com.tripsage.gateway.websocket;

import static com.tripsage.gateway.websocket.SocketClient.SUBPROTOCOL;
import static com.tripsage.gateway.websocket.SocketClient.init;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.http.EdgeTest;
import com.tripsage.gateway.http.RawConnection;
import com.tripsage.gateway.security.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Three sockets of a caller and two of an address that has not said who it is, behind a proxy that tells addresses. */
@EdgeTest
@TestPropertySource(
        properties = {
            "gateway.websocket.max-connections-per-caller=3",
            "gateway.websocket.max-uninitialised-per-address=2",
            "gateway.websocket.init-timeout=3s",
            "server.forward-headers-strategy=native"
        })
class SocketPlacesTests {

    @LocalServerPort
    int port;

    @Autowired
    MeterRegistry metrics;

    /** Those of other tests go first. */
    @BeforeEach
    void isEmpty() throws InterruptedException {
        Eventually.is(() -> metrics.get("gateway.websocket.connections").gauge().value() == 0);
    }

    @Test
    void anAddressHasFewBeforeItsClientsSayWhoTheyAre() throws Exception {
        try (SocketClient first = from("192.0.2.1");
                SocketClient second = from("192.0.2.1")) {
            assertThat(handshake("X-Forwarded-For: 192.0.2.1"))
                    .startsWith("HTTP/1.1 429")
                    .contains("Retry-After: 5", "\"code\":\"RATE_LIMITED\"", "\"retryAfterMs\":5000");
            assertThat(handshake("X-Forwarded-For: 192.0.2.2")).startsWith("HTTP/1.1 101");

            first.send(init(token(UUID.randomUUID())));
            first.expect("{'type':'connection_ack'}");

            try (SocketClient third = from("192.0.2.1")) {
                assertThat(handshake("X-Forwarded-For: 192.0.2.1")).startsWith("HTTP/1.1 429");
                second.expectSilence();
                third.expectSilence();
            }
        }
    }

    @Test
    void oneNetworkOfIPv6IsOneClient() throws Exception {
        try (SocketClient first = from("2001:db8:0:1::1");
                SocketClient second = from("2001:db8:0:1:ffff::2")) {
            assertThat(handshake("X-Forwarded-For: 2001:db8:0:1:abcd::3")).startsWith("HTTP/1.1 429");
            assertThat(handshake("X-Forwarded-For: 2001:db8:0:2::1")).startsWith("HTTP/1.1 101");
            first.expectSilence();
            second.expectSilence();
        }
    }

    @Test
    void whoSaysNothingGivesThePlaceBack() throws Exception {
        try (SocketClient first = from("192.0.2.1");
                SocketClient second = from("192.0.2.1")) {
            assertThat(first.closeCode()).isEqualTo(4408);
            assertThat(second.closeCode()).isEqualTo(4408);
            Eventually.is(() -> isOpen("192.0.2.1"));
        }
    }

    @Test
    void aHandshakeThatFailsTakesNoPlace() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(handshake("c2hvcnQ=", "X-Forwarded-For: 192.0.2.1")).startsWith("HTTP/1.1 400");
        }
        assertThat(handshake("X-Forwarded-For: 192.0.2.1")).startsWith("HTTP/1.1 101");
    }

    @Test
    void aCallerHasThreeAndOthersHaveTheirs() throws Exception {
        String ada = token(UUID.randomUUID());
        SocketClient first = SocketClient.acknowledged(port, ada);
        try (SocketClient second = SocketClient.acknowledged(port, ada);
                SocketClient third = SocketClient.acknowledged(port, ada);
                SocketClient fourth = SocketClient.open(port)) {
            fourth.send(init(ada));
            // clients come back after that, later and later
            assertThat(fourth.closeCode()).isEqualTo(1013);
            assertThat(SocketClient.refusal(port, builder -> builder.subprotocols(SUBPROTOCOL)
                            .header("Authorization", "Bearer " + ada)))
                    .isEqualTo(429);
            second.expectSilence();
            third.expectSilence();
            try (SocketClient ofBob = SocketClient.acknowledged(port, token(UUID.randomUUID()))) {
                ofBob.expectSilence();
            }

            first.close();

            Eventually.is(() -> isAcknowledged(ada));
        }
    }

    @Test
    void aTokenInTheHandshakeNeedsNoPlaceOfTheAddress() throws Exception {
        String ada = token(UUID.randomUUID());
        try (SocketClient first = from("127.0.0.1");
                SocketClient second = from("127.0.0.1");
                SocketClient third = SocketClient.open(
                        port, builder -> builder.subprotocols(SUBPROTOCOL).header("Authorization", "Bearer " + ada))) {
            third.send("{'type':'connection_init'}");
            third.expect("{'type':'connection_ack'}");
            first.expectSilence();
            second.expectSilence();
        }
    }

    @Test
    void noTwoTakeTheLastPlace() throws Exception {
        List<Future<Boolean>> answers = new ArrayList<>();
        List<RawConnection> connections = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            connections.add(new RawConnection(port));
        }
        try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
            for (RawConnection connection : connections) {
                answers.add(together.submit(() -> {
                    connection.send(request("dGhlIHNhbXBsZSBub25jZQ==", "X-Forwarded-For: 192.0.2.7"));
                    return connection.readUntil("\r\n\r\n").startsWith("HTTP/1.1 101");
                }));
            }
        }
        int opened = 0;
        for (Future<Boolean> answer : answers) {
            opened += answer.get() ? 1 : 0;
        }
        for (RawConnection connection : connections) {
            connection.close();
        }
        assertThat(opened).isEqualTo(2);
    }

    private SocketClient from(String address) {
        return SocketClient.open(
                port, builder -> builder.subprotocols(SUBPROTOCOL).header("X-Forwarded-For", address));
    }

    private boolean isOpen(String address) {
        try {
            return handshake("X-Forwarded-For: " + address).startsWith("HTTP/1.1 101");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isAcknowledged(String token) {
        try (SocketClient client = SocketClient.open(port)) {
            client.send(init(token));
            return client.nextJson().path("type").stringValue().equals("connection_ack");
        } catch (AssertionError | InterruptedException notYet) {
            return false;
        }
    }

    private String handshake(String header) throws Exception {
        return handshake("dGhlIHNhbXBsZSBub25jZQ==", header);
    }

    private String handshake(String key, String header) throws Exception {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(request(key, header));
            String head = connection.readUntil("\r\n\r\n");
            return head.startsWith("HTTP/1.1 101") ? head : head + connection.readUntil("}]}");
        }
    }

    private String request(String key, String header) {
        return """
                GET /graphql HTTP/1.1
                Host: localhost:%d
                Connection: Upgrade
                Upgrade: websocket
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: %s
                Sec-WebSocket-Protocol: graphql-transport-ws
                %s

                """.formatted(port, key, header).replace("\n", "\r\n");
    }

    private static String token(UUID subject) {
        return Tokens.signed(Tokens.claims().subject(subject.toString()).build());
    }
}
