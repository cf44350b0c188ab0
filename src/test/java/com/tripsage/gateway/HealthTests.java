package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.http.Edge;
import com.tripsage.gateway.security.Tokens;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** The health as it is served: to everybody, in one word, and to operators, with its parts. */
@ExtendWith(OutputCaptureExtension.class)
class HealthTests extends RunningGateway {

    @Test
    void everybodyIsToldInOneWord() throws Exception {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(get("/actuator/health").body())
                        .isEqualTo("{\"groups\":[\"liveness\",\"readiness\"],\"status\":\"UP\"}"));
        assertThat(get("/actuator/health").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/health/liveness").body()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(get("/actuator/health/readiness").body()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(get("/actuator/health/database").statusCode()).isEqualTo(404);
    }

    @Test
    void aCallerIsToldNoMore() throws Exception {
        assertThat(get("/actuator/health", Tokens.valid()).body()).doesNotContain("components", "details");
        assertThat(get("/actuator/health/readiness", Tokens.valid()).body()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(get("/actuator/health/embedding", Tokens.valid()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void operatorsSeeItsParts() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(parts().at("/status").asString()).isEqualTo("UP"));
        assertThat(parts().at("/components").propertyNames())
                .containsExactlyInAnyOrder(
                        "changeTail", "database", "embedding", "livenessState", "readinessState", "ssl");
        assertThat(parts().at("/components/database/status").asString()).isEqualTo("UP");
        assertThat(parts().at("/components/embedding/details/state").asString()).isEqualTo("READY");
        assertThat(parts().at("/components/embedding/details/model").asString()).isEqualTo("bge-small-en-v1.5-q");
        assertThat(parts().at("/components/changeTail/details/state").asString())
                .isIn("IDLE", "FOLLOWING");
    }

    @Test
    void isDownWithTheDatabaseAndLogsThatOnce(CapturedOutput log) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        parts().at("/components/database/status").asString())
                .isEqualTo("UP"));
        TestPostgres.shared().stop();
        int before = log.getAll().length();
        try {
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(status("/actuator/health/readiness"))
                    .isEqualTo(503));
            int down = log.getAll().length();
            for (int i = 0; i < 20; i++) {
                assertThat(status("/actuator/health")).isEqualTo(503);
                assertThat(status("/actuator/health/liveness")).isEqualTo(200);
            }
            assertThat(log.getAll().substring(down)).doesNotContain("ealthIndicator");
        } finally {
            TestPostgres.shared().start();
        }
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(status("/actuator/health/readiness"))
                .isEqualTo(200));

        assertThat(log.getAll().substring(before).lines().filter(line -> line.contains("HealthIndicator   : ")))
                .satisfiesExactly(
                        first -> assertThat(first).endsWith("The database does not answer"),
                        second -> assertThat(second).endsWith("The database answers again"));
    }

    private JsonNode parts() {
        return Wire.JSON.readTree(get("/actuator/health", Tokens.OPERATOR).body());
    }

    private int status(String path) {
        return get(path).statusCode();
    }

    private HttpResponse<String> get(String path) {
        return send(new Edge(port).anonymous(path));
    }

    private HttpResponse<String> get(String path, String token) {
        return send(new Edge(port).anonymous(path).header("Authorization", "Bearer " + token));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return Edge.send(request);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
