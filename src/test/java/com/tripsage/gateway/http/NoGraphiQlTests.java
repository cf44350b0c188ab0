package com.tripsage.gateway.http;

import static com.tripsage.gateway.http.Edge.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
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
                "/graphiql/page.js",
                "/graphiql/page.css",
                "/graphiql/icon.svg",
                "/webjars/graphiql/graphiql.min.js",
                "/webjars/react/umd/react.production.min.js",
                "/webjars/react/18.3.1/umd/react.production.min.js",
            })
    void isNowhere(String path) throws Exception {
        HttpResponse<String> response = send(new Edge(port).anonymous(path));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("\"code\":\"NOT_FOUND\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/index.html", "/static/graphiql/index.html", "/graphiql.html"})
    void isNowhereForCallersEither(String path) throws Exception {
        assertThat(send(new Edge(port).request(path)).statusCode()).isEqualTo(404);
    }
}
