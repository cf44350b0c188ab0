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

@EdgeTest
class AccessTests {

    private final Edge edge;

    AccessTests(@LocalServerPort int port) {
        edge = new Edge(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/graphiql", "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness"})
    void isOpenWithoutAToken(String path) throws Exception {
        assertThat(send(edge.anonymous(path)).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/graphql",
                "/actuator",
                "/actuator/prometheus",
                "/error",
                "/nothing",
                "/graphiqlx",
                "/webjars/react/x.js"
            })
    void isClosedWithoutAToken(String path) throws Exception {
        HttpResponse<String> response = send(edge.anonymous(path));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).contains("\"code\":\"UNAUTHENTICATED\"");
    }

    @Test
    void answers401InTheTypeTheClientAsksFor() throws Exception {
        HttpResponse<String> response =
                send(edge.anonymous("/graphql").header("Accept", "application/graphql-response+json"));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue("application/graphql-response+json;charset=utf-8");
        assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
    }

    @Test
    void redirectsToGraphiQl() throws Exception {
        HttpResponse<String> response = send(edge.anonymous("/"));

        assertThat(response.statusCode()).isEqualTo(307);
        assertThat(response.headers().firstValue("Location")).hasValue("graphiql");
    }

    @Test
    void sendsSecurityHeadersAndNoCookie() throws Exception {
        HttpResponse<String> response = send(edge.anonymous("/graphiql"));

        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'self';")
                .doesNotContain("unsafe", "http");
        assertThat(send(edge.anonymous("/graphql")).headers().firstValue("Set-Cookie"))
                .isEmpty();
    }

    @Test
    void sendsNoCorsHeaderUnlessConfigured() throws Exception {
        HttpResponse<String> preflight = send(preflight("https://app.test"));
        HttpResponse<String> post = send(edge.post("{\"query\":\"{ me }\"}").header("Origin", "https://app.test"));

        assertThat(preflight.statusCode()).isEqualTo(401);
        assertThat(post.statusCode()).isEqualTo(200);
        assertThat(preflight.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
        assertThat(post.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
    }

    private HttpRequest.Builder preflight(String origin) {
        return edge.anonymous("/graphql")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type,x-request-id");
    }
}
