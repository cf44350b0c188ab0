package com.tripsage.gateway.websocket;

import static com.tripsage.gateway.websocket.SocketClient.SUBPROTOCOL;
import static com.tripsage.gateway.websocket.SocketClient.init;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.http.Edge;
import com.tripsage.gateway.http.EdgeTest;
import com.tripsage.gateway.security.Tokens;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Three tokens a minute of an address may turn out not to count, over HTTP and sockets. */
@EdgeTest
@TestPropertySource(
        properties = {"gateway.quota.failed-authentications-per-minute=3", "server.forward-headers-strategy=native"})
class FailedAuthenticationTests {

    @LocalServerPort
    int port;

    @Test
    void beyondThemOnlyKnownTokensPassFromThatAddress() throws Exception {
        String known = token(3600);
        assertThat(ask("192.0.2.1", known).statusCode()).isEqualTo(200);
        assertThat(ask("192.0.2.1", token(-3600)).statusCode()).isEqualTo(401);
        assertThat(ask("192.0.2.1", known.substring(0, known.length() - 2)).statusCode())
                .isEqualTo(401);
        assertThat(ask("192.0.2.1", token(-7200)).body()).contains("\"code\":\"UNAUTHENTICATED\"");

        for (String token : new String[] {token(-3600), token(3600)}) {
            HttpResponse<String> refused = ask("192.0.2.1", token);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).contains("\"code\":\"RATE_LIMITED\"", "\"retryAfterMs\":");
            assertThat(Integer.parseInt(
                            refused.headers().firstValue("Retry-After").orElse("")))
                    .isBetween(1, 20);
        }

        assertThat(ask("192.0.2.1", known).statusCode()).isEqualTo(200);
        assertThat(ask("192.0.2.2", token(3600)).statusCode()).isEqualTo(200);
        assertThat(ask("192.0.2.2", token(-3600)).statusCode()).isEqualTo(401);
    }

    @Test
    void theSameHoldsOnSockets() throws Exception {
        String known = token(3600);
        assertThat(ask("192.0.2.3", known).statusCode()).isEqualTo(200);
        for (int i = 0; i < 3; i++) {
            assertThat(closeCode("192.0.2.3", token(-3600))).isEqualTo(4403);
        }

        // clients come back after that, later and later
        assertThat(closeCode("192.0.2.3", token(3600))).isEqualTo(1013);
        assertThat(ask("192.0.2.3", token(3600)).statusCode()).isEqualTo(429);
        try (SocketClient client = from("192.0.2.3")) {
            client.send(init(known));
            client.expect("{'type':'connection_ack'}");
        }
        try (SocketClient client = from("192.0.2.4")) {
            client.send(init(token(3600)));
            client.expect("{'type':'connection_ack'}");
        }
    }

    @Test
    void noTokenAtAllIsNoFailure() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(Edge.send(new Edge(port)
                                    .anonymous("/graphql?query=%7Bme%7D")
                                    .header("X-Forwarded-For", "192.0.2.5"))
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(ask("192.0.2.5", token(3600)).statusCode()).isEqualTo(200);
    }

    private int closeCode(String address, String token) throws Exception {
        try (SocketClient client = from(address)) {
            client.send(init(token));
            return client.closeCode();
        }
    }

    private SocketClient from(String address) {
        return SocketClient.open(
                port, builder -> builder.subprotocols(SUBPROTOCOL).header("X-Forwarded-For", address));
    }

    private HttpResponse<String> ask(String address, String token) throws Exception {
        return Edge.send(new Edge(port)
                .anonymous("/graphql?query=%7Bme%7D")
                .header("Authorization", "Bearer " + token)
                .header("X-Forwarded-For", address));
    }

    private static String token(int secondsLeft) {
        return Tokens.signed(Tokens.claims()
                .subject(UUID.randomUUID().toString())
                .expirationTime(Tokens.inSeconds(secondsLeft))
                .build());
    }
}
