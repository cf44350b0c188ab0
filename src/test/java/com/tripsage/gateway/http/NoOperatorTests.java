package com.tripsage.gateway.http;

import static com.tripsage.gateway.http.Edge.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.security.Tokens;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** A deployment that names no operators. */
@EdgeTest
@TestPropertySource(properties = "gateway.operations.token=")
class NoOperatorTests {

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @ValueSource(strings = {"/actuator", "/actuator/prometheus"})
    void nobodyIsAnOperator(String path) throws Exception {
        Edge edge = new Edge(port);

        assertThat(send(edge.anonymous(path)).statusCode()).isEqualTo(401);
        assertThat(send(edge.with(Tokens.OPERATOR, path)).statusCode()).isEqualTo(401);
        assertThat(send(edge.anonymous(path).header("Authorization", "Bearer ")).statusCode())
                .isEqualTo(401);
        assertThat(send(edge.request(path)).statusCode()).isEqualTo(403);
    }
}
