package com.tripsage.gateway.websocket;

import static com.tripsage.gateway.websocket.SocketClient.SUBPROTOCOL;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.http.EdgeTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

@EdgeTest
@TestPropertySource(
        properties = {
            "gateway.cors.allowed-origins=https://app.test,https://other.test/",
            "gateway.cors.allow-loopback=true"
        })
class AllowedOriginTests {

    @LocalServerPort
    int port;

    private SocketClient open(String origin) {
        return SocketClient.open(
                port, builder -> builder.subprotocols(SUBPROTOCOL).header("Origin", origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.test",
                "https://other.test",
                "http://localhost:%d",
                "http://localhost:3000",
                "http://[::1]:5173"
            })
    void opensForThem(String origin) throws Exception {
        try (SocketClient client = open(origin.formatted(port))) {
            client.expectSilence();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://app.test", "https://app.test:8443", "https://sub.app.test", "https://evil.test", "null"})
    void opensForNobodyElse(String origin) {
        int status = SocketClient.refusal(
                port, builder -> builder.subprotocols(SUBPROTOCOL).header("Origin", origin));

        assertThat(status).isEqualTo(403);
    }
}
