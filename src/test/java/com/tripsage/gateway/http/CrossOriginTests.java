package com.tripsage.gateway.http;

import static com.tripsage.gateway.http.Edge.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

@EdgeTest
@TestPropertySource(properties = "gateway.cors.allowed-origins=https://app.test,https://other.test")
class CrossOriginTests {

    @LocalServerPort
    private int port;

    private Edge edge = new Edge(0);

    @BeforeEach
    void connect() {
        edge = new Edge(port);
    }

    @Test
    void answersAPreflightWithoutAToken() throws Exception {
        HttpResponse<String> response = send(preflight("https://app.test", "POST"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("https://app.test");
        assertThat(header(response, "Access-Control-Allow-Methods")).contains("POST", "GET");
        assertThat(header(response, "Access-Control-Allow-Headers"))
                .isEqualTo("authorization, content-type, last-event-id, x-request-id");
        assertThat(header(response, "Access-Control-Allow-Credentials")).isEmpty();
    }

    @Test
    void refusesAPreflightOfAnotherOriginOrMethod() throws Exception {
        assertForbidden(send(preflight("https://evil.test", "POST")));
        assertForbidden(send(preflight("https://app.test", "DELETE")));
    }

    @Test
    void letsAnAllowedOriginReadTheAnswer() throws Exception {
        HttpResponse<String> response = send(edge.get("{ me }").header("Origin", "https://other.test"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("https://other.test");
        assertThat(header(response, "Access-Control-Expose-Headers"))
                .isEqualTo("X-Request-Id, Retry-After, RateLimit, RateLimit-Policy");
    }

    @Test
    void letsAnAllowedOriginReadARefusal() throws Exception {
        HttpResponse<String> response = send(edge.anonymous("/graphql").header("Origin", "https://app.test"));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("https://app.test");
    }

    @Test
    void refusesARequestOfAnotherOrigin() throws Exception {
        assertForbidden(send(edge.get("{ me }").header("Origin", "https://evil.test")));
    }

    private HttpRequest.Builder preflight(String origin, String method) {
        return edge.anonymous("/graphql")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", "authorization,content-type,last-event-id,x-request-id");
    }

    private static void assertForbidden(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(header(response, "Access-Control-Allow-Origin")).isEmpty();
        assertThat(response.body()).contains("\"code\":\"FORBIDDEN\"");
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
