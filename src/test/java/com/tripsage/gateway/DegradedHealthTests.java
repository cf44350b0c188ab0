package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.http.Edge;
import com.tripsage.gateway.live.Listener;
import com.tripsage.gateway.live.ListeningGateway;
import com.tripsage.gateway.security.Tokens;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** What a node that goes on without a part of it says of itself, on a management port. */
@DirtiesContext
@TestPropertySource(
        properties = {
            "management.server.port=0",
            "gateway.embedding.provider=openai",
            "gateway.embedding.openai.base-url=http://127.0.0.1:1",
            "gateway.embedding.openai.api-key=sk-none"
        })
class DegradedHealthTests extends ListeningGateway {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @LocalManagementPort
    int managementPort;

    @Test
    void isDegradedWhileTheEmbeddingProviderIsLeftAlone() throws Exception {
        Traveller ada = Traveller.known(port);

        await().atMost(PATIENCE).untilAsserted(() -> {
            ada.execute("{ searchMemories(query: { text: \"windows\" }, mode: HYBRID) { mode } }");
            assertThat(part("embedding").at("/details/state").asString()).isEqualTo("LEFT_ALONE");
        });

        assertThat(part("embedding").at("/status").asString()).isEqualTo("DEGRADED");
        assertDegradedAndReady();
    }

    @Test
    void isDegradedWhileSubscribersAreNotReached() throws Exception {
        Listener listener = listen(Traveller.known(port), "subscription { tripEvents { cursor kind } }");
        assertThat(listener.event().at("/kind").stringValue()).isEqualTo("SUBSCRIBED");
        superuser()
                .sql("alter table changelog.change_log rename to change_log_elsewhere")
                .update();
        try {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            part("changeTail").at("/details/state").asString())
                    .isEqualTo("BEHIND"));
            assertThat(part("changeTail").at("/status").asString()).isEqualTo("DEGRADED");
            assertThat(part("changeTail").at("/details/lagMs").asLong()).isGreaterThan(5000);
            assertDegradedAndReady();
        } finally {
            superuser()
                    .sql("alter table changelog.change_log_elsewhere rename to change_log")
                    .update();
        }

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        part("changeTail").at("/details/state").asString())
                .isEqualTo("FOLLOWING"));
        listener.cancel();
    }

    @Test
    void thePortOfClientsHasNoActuator() throws Exception {
        assertThat(status(port, "/actuator/health")).isEqualTo(401);
        assertThat(status(port, "/actuator/prometheus")).isEqualTo(401);
        assertThat(status(managementPort, "/actuator/prometheus")).isEqualTo(401);
        assertThat(asOperator(managementPort, "/actuator/prometheus").statusCode())
                .isEqualTo(200);
        assertThat(asOperator(port, "/actuator/prometheus").statusCode()).isNotEqualTo(200);
        assertThat(status(managementPort, "/actuator/sbom")).isEqualTo(401);
        assertThat(asOperator(managementPort, "/actuator/sbom").statusCode()).isEqualTo(200);
        assertThat(asOperator(port, "/actuator/sbom").statusCode()).isNotEqualTo(200);
    }

    private void assertDegradedAndReady() throws Exception {
        HttpResponse<String> health = Edge.send(new Edge(managementPort).anonymous("/actuator/health"));
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).contains("\"status\":\"DEGRADED\"");
        assertThat(status(managementPort, "/actuator/health/readiness")).isEqualTo(200);
        assertThat(status(managementPort, "/actuator/health/liveness")).isEqualTo(200);
    }

    private JsonNode part(String name) throws Exception {
        String health = asOperator(managementPort, "/actuator/health").body();
        return Wire.JSON.readTree(health).at("/components/" + name);
    }

    private static HttpResponse<String> asOperator(int port, String path) throws Exception {
        return Edge.send(new Edge(port).anonymous(path).header("Authorization", "Bearer " + Tokens.OPERATOR));
    }

    private static int status(int port, String path) throws Exception {
        return Edge.send(new Edge(port).anonymous(path)).statusCode();
    }
}
