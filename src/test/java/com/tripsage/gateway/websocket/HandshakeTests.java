package com.tripsage.gateway.websocket;

import static com.tripsage.gateway.websocket.SocketClient.SUBPROTOCOL;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.http.Edge;
import com.tripsage.gateway.http.EdgeTest;
import com.tripsage.gateway.http.RawConnection;
import com.tripsage.gateway.security.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Who gets a socket. */
@EdgeTest
@TestPropertySource(properties = {"gateway.websocket.max-connections=3", "server.forward-headers-strategy=native"})
class HandshakeTests {

    private static final String REQUEST = """
            GET %s HTTP/1.1
            Host: localhost:%d
            Connection: keep-alive, Upgrade
            Upgrade: %s
            Sec-WebSocket-Version: %s
            Sec-WebSocket-Key: %s
            Sec-WebSocket-Protocol: graphql-transport-ws
            %s
            """;

    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    @LocalServerPort
    int port;

    @Autowired
    MeterRegistry metrics;

    private String answer(String path, String upgrade, String version, String key, String more) throws Exception {
        String request = REQUEST.formatted(path, port, upgrade, version, key, more.isEmpty() ? "" : more + "\n");
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(request.replace("\n", "\r\n"));
            String head = connection.readUntil("\r\n\r\n");
            return head.startsWith("HTTP/1.1 101") ? head : head + connection.readUntil("}]}");
        }
    }

    private String answerTo(String origin) throws Exception {
        return answer("/graphql", "websocket", "13", KEY, origin);
    }

    @Test
    void needsNoTokenYet() throws Exception {
        assertThat(answerTo(""))
                .startsWith("HTTP/1.1 101")
                .contains("Sec-WebSocket-Protocol: graphql-transport-ws")
                .doesNotContain("Sec-WebSocket-Extensions", "Set-Cookie");
    }

    @Test
    void doesNotCompress() throws Exception {
        assertThat(answerTo("Sec-WebSocket-Extensions: permessage-deflate"))
                .startsWith("HTTP/1.1 101")
                .doesNotContain("Extensions");
    }

    @ParameterizedTest
    @CsvSource({
        "/graphql, h2c, 13, dGhlIHNhbXBsZSBub25jZQ==, 401",
        "/graphqlx, websocket, 13, dGhlIHNhbXBsZSBub25jZQ==, 401",
        "/graphiql/graphql, websocket, 13, dGhlIHNhbXBsZSBub25jZQ==, 404",
        "/graphql, websocket, 13, c2hvcnQ=, 400",
        "/graphql?query=%7Bme%7D, websocket, 13, c2hvcnQ=, 400"
    })
    void opensNothingElse(String path, String upgrade, String version, String key, int status) throws Exception {
        assertThat(answer(path, upgrade, version, key, "")).startsWith("HTTP/1.1 " + status);
    }

    @Test
    void tellsItsVersion() throws Exception {
        String request = REQUEST.formatted("/graphql", port, "websocket", "12", KEY, "");
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(request.replace("\n", "\r\n"));
            assertThat(connection.readUntil("\r\n\r\n"))
                    .startsWith("HTTP/1.1 426")
                    .contains("Sec-WebSocket-Version: 13");
        }
    }

    @Test
    void keepsPlainRequestsClosed() throws Exception {
        assertThat(Edge.send(new Edge(port)
                                .anonymous("/graphql?query=%7Bme%7D")
                                .header("Upgrade-Insecure-Requests", "1"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void refusesABadTokenInTheHeader() {
        int status = SocketClient.refusal(
                port, builder -> builder.subprotocols(SUBPROTOCOL).header("Authorization", "Bearer nonsense"));

        assertThat(status).isEqualTo(401);
    }

    @Test
    void takesTheTokenOfTheHeader() throws Exception {
        try (SocketClient client = SocketClient.open(port, builder -> builder.subprotocols(SUBPROTOCOL)
                .header("Authorization", "Bearer " + Tokens.valid()))) {
            client.send("{'type':'connection_init'}");
            client.expect("{'type':'connection_ack'}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://localhost:%d",
                "Origin: https://app.test\nX-Forwarded-Proto: https\nX-Forwarded-Host: app.test\nX-Forwarded-Port: 443"
            })
    void opensForItsOwnPages(String origin) throws Exception {
        assertThat(answerTo(origin.formatted(port))).startsWith("HTTP/1.1 101");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost:%d",
                "http://localhost",
                "http://localhost:1",
                "http://evil.test",
                "http://localhost.evil.test:%d",
                "http://evil.test/localhost:%d",
                "http://localhost:%d@evil.test",
                "null",
                "file://",
                "http://[",
                "%%%%"
            })
    void refusesOtherPages(String origin) throws Exception {
        assertThat(answerTo("Origin: " + origin.formatted(port)))
                .startsWith("HTTP/1.1 403")
                .contains("\"code\":\"FORBIDDEN\"");
    }

    @Test
    void refusesTheSurplus() throws Exception {
        // those of the other tests
        Eventually.is(() -> metrics.get("gateway.websocket.connections").gauge().value() == 0);
        SocketClient first = SocketClient.acknowledged(port, Tokens.valid());
        try (SocketClient second = SocketClient.acknowledged(port, Tokens.valid());
                SocketClient third = SocketClient.acknowledged(port, Tokens.valid())) {
            assertThat(answerTo("")).startsWith("HTTP/1.1 503").contains("\"code\":\"UNAVAILABLE\"", "Retry-After: 5");
            second.expectSilence();
            third.expectSilence();
            first.close();
            Eventually.is(this::isOpen);
        }
    }

    private boolean isOpen() {
        try {
            return answerTo("").startsWith("HTTP/1.1 101");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
