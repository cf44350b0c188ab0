package com.tripsage.gateway.http;

import static com.tripsage.gateway.http.Edge.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** A gateway that pages of its own machine may call, as they may on a first run. */
@EdgeTest
@TestPropertySource(properties = "gateway.cors.allow-loopback=true")
class LoopbackOriginTests {

    private static final String ALLOWED = "Access-Control-Allow-Origin";

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:3000", "http://127.0.0.1:5173", "http://[::1]:4200", "https://localhost"})
    void letsLoopbackOriginsIn(String origin) throws Exception {
        HttpResponse<String> response = send(new Edge(port).get("{ me }").header("Origin", origin));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue(ALLOWED)).hasValue(origin);
        assertThat(response.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
    }

    @Test
    void letsNoOtherOriginIn() throws Exception {
        HttpResponse<String> response = send(new Edge(port).get("{ me }").header("Origin", "https://evil.test"));

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.headers().firstValue(ALLOWED)).isEmpty();
    }
}
