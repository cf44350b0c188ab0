package com.tripsage.gateway.http;

import static com.tripsage.gateway.http.Edge.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

@EdgeTest
@TestPropertySource(properties = "gateway.cors.allowed-origins=https://app.test,https://other.test")
class CrossOriginTests {

    private final Edge edge;

    CrossOriginTests(@LocalServerPort int port) {
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
        assertThat(header(response, "Access-Control-Max-Age")).isEqualTo("3600");
        assertThat(header(response, "Access-Control-Allow-Credentials")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apollographql-client-name,apollographql-client-version,apollo-require-preflight",
                "x-apollo-operation-name,x-apollo-operation-id,graphql-preflight",
                "apikey,x-client-info,x-supabase-api-version",
                "traceparent,tracestate,baggage,sentry-trace,b3,x-datadog-trace-id,newrelic",
                "idempotency-key,if-none-match,if-match,cache-control,pragma,prefer",
                "accept,accept-language,x-requested-with,x-relay-debug,urql-persisted,x-whatever-comes-next",
            })
    void acceptsWhateverHeaderClientsAdd(String headers) throws Exception {
        HttpResponse<String> response =
                send(preflight("https://app.test", "POST").setHeader("Access-Control-Request-Headers", headers));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Access-Control-Allow-Headers")).isEqualTo(headers.replace(",", ", "));
        assertForbidden(
                send(preflight("https://evil.test", "POST").setHeader("Access-Control-Request-Headers", headers)));
    }

    @Test
    void acceptsAPreflightFromAPublicPageToAPrivateNetwork() throws Exception {
        HttpResponse<String> response =
                send(preflight("https://app.test", "POST").header("Access-Control-Request-Private-Network", "true"));

        assertThat(header(response, "Access-Control-Allow-Private-Network")).isEqualTo("true");
    }

    @Test
    void answersPreflightsForTheSchemaAsWell() throws Exception {
        HttpResponse<String> response = send(edge.anonymous("/graphql/schema")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "https://app.test")
                .header("Access-Control-Request-Method", "GET"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("https://app.test");
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
                .contains("X-Request-Id", "Retry-After", "RateLimit", "RateLimit-Policy", "WWW-Authenticate");
        assertThat(header(response, "Access-Control-Allow-Credentials")).isEmpty();
        assertThat(header(response, "Vary")).contains("Origin");
    }

    @Test
    void letsAnAllowedOriginReadRefusals() throws Exception {
        String tooLarge = "{\"query\":\"" + " ".repeat(17 << 20) + "\"}";
        assertReadable(401, edge.anonymous("/graphql"));
        assertReadable(401, edge.with("nonsense", "/graphql"));
        assertReadable(400, edge.request("/graphql?token=abc"));
        assertReadable(400, edge.post("null"));
        assertReadable(404, edge.request("/graphql/elsewhere"));
        assertReadable(406, edge.post("{\"query\":\"{ me }\"}").header("Accept", "text/html"));
        assertReadable(413, edge.post(tooLarge));
        assertReadable(415, edge.request("/graphql").POST(BodyPublishers.ofString("{}")));
        assertReadable(500, edge.post("{\"query\":\"{ fault }\"}"));
    }

    private static void assertReadable(int status, HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = send(request.header("Origin", "https://app.test"));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("https://app.test");
        assertThat(header(response, "Access-Control-Expose-Headers")).contains("X-Request-Id", "Retry-After");
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
