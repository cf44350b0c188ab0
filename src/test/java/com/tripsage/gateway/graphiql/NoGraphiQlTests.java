package com.tripsage.gateway.graphiql;

import static com.tripsage.gateway.http.Edge.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.http.Edge;
import com.tripsage.gateway.http.EdgeTest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** A gateway without GraphiQL. */
@EdgeTest
@TestPropertySource(properties = "gateway.graphiql.enabled=false")
class NoGraphiQlTests {

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/graphiql",
                "/graphiql/",
                "/graphiql/index.html",
                "/graphiql/graphiql.html",
                "/graphiql.html",
            })
    void isNowhere(String path) throws Exception {
        HttpResponse<String> response = send(new Edge(port).anonymous(path));

        assertThat(response.statusCode()).isIn(401, 404);
        assertThat(response.body()).containsAnyOf("\"code\":\"NOT_FOUND\"", "\"code\":\"UNAUTHENTICATED\"");
    }

    @Test
    void hasNoFilesEither() throws Exception {
        assertThat(GraphiQlFiles.names()).isNotEmpty();
        for (String name : GraphiQlFiles.names()) {
            assertThat(send(new Edge(port).anonymous("/graphiql/" + name)).statusCode())
                    .as(name)
                    .isEqualTo(404);
        }
    }

    @Test
    void lendsNoTokens() throws Exception {
        HttpRequest.Builder request = new Edge(port)
                .anonymous("/graphiql/demo-users/demo@tripsage.example/token")
                .header("Origin", "http://localhost:" + port)
                .POST(BodyPublishers.noBody());

        assertThat(send(request).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/index.html", "/static/graphiql/index.html", "/graphiql.html"})
    void isNowhereForCallersEither(String path) throws Exception {
        assertThat(send(new Edge(port).request(path)).statusCode()).isEqualTo(404);
    }
}
