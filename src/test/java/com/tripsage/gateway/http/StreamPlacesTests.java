package com.tripsage.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.security.Tokens;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Two streams of a caller at a time. */
@EdgeTest
@TestPropertySource(properties = {"gateway.sse.max-connections-per-caller=2", "gateway.sse.keep-alive=1s"})
class StreamPlacesTests {

    @LocalServerPort
    private int port;

    @Test
    void aCallerHasTwoAndOthersHaveTheirs() throws Exception {
        String ada = token();
        String bob = token();
        try (OpenStream second = OpenStream.of(stream(ada))) {
            OpenStream first = OpenStream.of(stream(ada));

            HttpResponse<String> surplus = Edge.send(stream(ada));
            assertThat(surplus.statusCode()).isEqualTo(429);
            assertThat(surplus.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(surplus.body())
                    .contains("\"code\":\"RATE_LIMITED\"", "\"retryAfterMs\":5000", "2 streams at a time");

            OpenStream.of(stream(bob)).close();
            assertThat(Edge.send(query(ada)).statusCode()).isEqualTo(200);

            first.close();
            await().untilAsserted(() ->
                    assertThat(Edge.send(asStream(query(ada))).statusCode()).isEqualTo(200));
            assertThat(second.event()).isNotEmpty();
        }
    }

    /** A stream that ends with its request gives its place back with it. */
    @Test
    void oneAfterTheOtherIsNoneTooMany() throws Exception {
        String ada = token();
        for (int i = 0; i < 10; i++) {
            assertThat(Edge.send(asStream(query(ada))).statusCode()).isEqualTo(200);
        }
    }

    private HttpRequest.Builder stream(String token) {
        return asStream(new Edge(port).post(token, "{\"query\":\"subscription { n }\"}"));
    }

    private static HttpRequest.Builder asStream(HttpRequest.Builder request) {
        return request.header("Accept", "text/event-stream");
    }

    private HttpRequest.Builder query(String token) {
        return new Edge(port).post(token, "{\"query\":\"{ me }\"}");
    }

    private static String token() {
        return Tokens.signed(
                Tokens.claims().subject(UUID.randomUUID().toString()).build());
    }
}
