package com.tripsage.gateway.http;

import static com.tripsage.gateway.http.Edge.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.security.Tokens;
import java.io.ByteArrayInputStream;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** With a body of 10 kB and a request of one second at most. */
@EdgeTest
@TestPropertySource(
        properties = {
            "gateway.http.max-body=10KB",
            "gateway.http.receive-timeout=1s",
            "server.tomcat.connection-timeout=2s",
            "server.tomcat.keep-alive-timeout=6s"
        })
class ReceiveLimitTests {

    private static final String QUERY = "{\"query\":\"{ me }\"}";

    @LocalServerPort
    private int port;

    @Test
    void refusesALargeBodyBeforeItIsSent() throws Exception {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(head("Content-Length: 20000000"));

            assertThat(connection.readAnswer()).startsWith("HTTP/1.1 413").contains("BAD_USER_INPUT", "X-Request-Id");
        }
    }

    @Test
    void doesNotAskForALargeBody() throws Exception {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(head("Content-Length: 20000000\r\nExpect: 100-continue"));

            assertThat(connection.readAnswer()).startsWith("HTTP/1.1 413");
        }
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(head("Content-Length: " + QUERY.length() + "\r\nExpect: 100-continue"));
            assertThat(connection.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100");
            connection.send(QUERY);

            assertThat(connection.readAnswer()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void refusesALargeBodyOfUnknownLength() throws Exception {
        byte[] body = new byte[11_000];

        HttpResponse<String> response =
                send(new Edge(port).post("").POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void acceptsABodyOfTheLargestSize() throws Exception {
        String body = QUERY + " ".repeat(10 * 1024 - QUERY.length());

        assertThat(send(new Edge(port).post(body)).statusCode()).isEqualTo(200);
        assertThat(send(new Edge(port).post(body + " ")).statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100", "Transfer-Encoding: chunked"})
    void cutsABodyThatDrips(String length) throws Exception {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(head(length) + (length.startsWith("T") ? "64\r\n" : ""));
            Duration open = connection.drip(" ");

            assertThat(open).isBetween(Duration.ofMillis(800), Duration.ofSeconds(3));
            assertThat(connection.readAnswer()).startsWith("HTTP/1.1 408").contains("BAD_USER_INPUT");
        }
    }

    @Test
    void cutsABodyThatStops() throws Exception {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(head("Content-Length: 100") + "{");

            assertThat(connection.readAnswer()).startsWith("HTTP/1.1 408").contains("Connection: close");
        }
    }

    @Test
    void cutsADrippingBodyThatNobodyReads() throws Exception {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send("POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n");

            assertThat(connection.drip(" ")).isLessThan(Duration.ofSeconds(3));
            assertThat(connection.readAnswer()).startsWith("HTTP/1.1 401");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /graphql HTTP/1.1\r\nHost: x\r\nX-Slow: ", "GET /", "", "GET / HTTP/1.1\r\n"})
    void cutsHeadersThatDrip(String start) throws Exception {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(start);

            assertThat(connection.drip("a")).isBetween(Duration.ofMillis(800), Duration.ofSeconds(4));
        }
    }

    @Test
    void cutsBlankLinesThatDrip() throws Exception {
        try (RawConnection connection = new RawConnection(port)) {
            assertThat(connection.drip("\r\n")).isBetween(Duration.ofMillis(800), Duration.ofSeconds(4));
        }
    }

    @Test
    void keepsAConnectionForOneRequestAfterAnother() throws Exception {
        try (RawConnection connection = new RawConnection(port)) {
            for (int i = 0; i < 3; i++) {
                connection.send(head("Content-Length: " + QUERY.length()) + QUERY);
                assertThat(connection.readUntil("}}")).startsWith("HTTP/1.1 200");
                // Longer than a request may take, and than a silent client is waited for within one.
                Thread.sleep(3500);
            }
        }
    }

    @Test
    void answersRequestsSentAtOnceInOrder() throws Exception {
        try (RawConnection connection = new RawConnection(port)) {
            String request = head("Content-Length: " + QUERY.length()) + QUERY;
            connection.send(request + "\r\n" + request);

            assertThat(connection.readUntil("}}")).startsWith("HTTP/1.1 200");
            assertThat(connection.readUntil("}}")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void keepsAConnectionWhoseSmallBodyWasRefused() throws Exception {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send("POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n{\"a\":");
            assertThat(connection.readUntil("]}")).startsWith("HTTP/1.1 401");
            connection.send(head("Content-Length: " + QUERY.length()) + QUERY);

            assertThat(connection.readUntil("}}")).startsWith("HTTP/1.1 200");
        }
    }

    /** A client that has sent all of it takes the connection for its next request unless it is told not to. */
    @ParameterizedTest
    @CsvSource({"1000000, true", "1100000, false", "1900000, false", "2200000, false"})
    void saysWhetherTheConnectionOfARefusedBodyIsClosed(int length, boolean kept) throws Exception {
        try (RawConnection connection = new RawConnection(port)) {
            try {
                connection.send("POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n"
                        + "a".repeat(length));
            } catch (SocketException closedMeanwhile) {
                assertThat(kept).isFalse();
            }
            String answer = connection.readUntil("]}");
            assertThat(answer).startsWith("HTTP/1.1 401");
            assertThat(answer.contains("Connection: close")).isNotEqualTo(kept);
            if (kept) {
                connection.send(head("Content-Length: " + QUERY.length()) + QUERY);
                assertThat(connection.readUntil("}}")).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void saysThatTheConnectionOfARefusedBodyOfUnknownLengthIsClosed() throws Exception {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send("POST /graphql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n");

            assertThat(connection.readUntil("]}")).startsWith("HTTP/1.1 401").contains("Connection: close");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BAD\u0001 /graphql HTTP/1.1\r\n\r\n",
                "GET /graphql HTTP/1.1\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a;b//c HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /graphql HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n"
            })
    void answersWhatIsNoHttpInTheWordsOfGraphQl(String request) throws Exception {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(request);

            assertThat(connection.readAnswer())
                    .startsWith("HTTP/1.1 400")
                    .contains("\"code\":\"BAD_USER_INPUT\"", "X-Request-Id: ")
                    .doesNotContainIgnoringCase("tomcat")
                    .doesNotContain("<", "Exception");
        }
    }

    private static String head(String length) {
        return "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                + Tokens.valid() + "\r\n" + length + "\r\n\r\n";
    }
}
