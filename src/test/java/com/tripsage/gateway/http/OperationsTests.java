package com.tripsage.gateway.http;

import static com.tripsage.gateway.http.Edge.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.security.Tokens;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** What operators may reach, and nobody else; also what a deployment exposes beyond the default, and elsewhere. */
@EdgeTest
@TestPropertySource(
        properties = {
            "management.endpoints.web.exposure.include=*",
            "management.endpoints.web.base-path=/manage",
            "management.endpoint.heapdump.access=none"
        })
class OperationsTests {

    private final Edge edge;

    OperationsTests(@LocalServerPort int port) {
        edge = new Edge(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/manage",
                "/manage/prometheus",
                "/manage/prometheus/",
                "/manage/metrics",
                "/manage/env/x",
                "/manage/beans",
                "/manage/sbom"
            })
    void areForOperators(String path) throws Exception {
        assertRefused(send(edge.anonymous(path)), 401, "UNAUTHENTICATED");
        assertRefused(send(edge.with("nonsense", path)), 401, "UNAUTHENTICATED");
        assertRefused(send(edge.with(Tokens.OPERATOR + "x", path)), 401, "UNAUTHENTICATED");
        assertRefused(send(edge.with(Tokens.OPERATOR.toUpperCase(Locale.ROOT), path)), 401, "UNAUTHENTICATED");
        assertThat(send(edge.request(path)).statusCode()).isIn(403, 404);
        assertThat(send(edge.with(Tokens.OPERATOR, path)).statusCode()).isIn(200, 404);
    }

    @Test
    void usersAreForbiddenMetrics() throws Exception {
        assertRefused(send(edge.request("/manage/prometheus")), 403, "FORBIDDEN");
        assertThat(send(edge.with(Tokens.OPERATOR, "/manage/prometheus")).body())
                .contains("gateway_websocket_connections");
    }

    @Test
    void nothingIsChangedByOthers() throws Exception {
        assertRefused(send(edge.request("/manage/loggers/root").POST(BodyPublishers.noBody())), 403, "FORBIDDEN");
    }

    @Test
    void anOperatorIsNoCaller() throws Exception {
        assertRefused(send(edge.with(Tokens.OPERATOR, "/graphql?query=%7Bme%7D")), 401, "UNAUTHENTICATED");
    }

    @Test
    void theTokenIsAskedForWithTheStandardChallenge() throws Exception {
        assertThat(send(edge.anonymous("/manage/prometheus")).headers().firstValue("WWW-Authenticate"))
                .hasValue("Bearer");
    }

    private static void assertRefused(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body())
                .contains("\"code\":\"" + code + "\"")
                .contains(response.headers().firstValue("X-Request-Id").orElse("?"));
    }
}
