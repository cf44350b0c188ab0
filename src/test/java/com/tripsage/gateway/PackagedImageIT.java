package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.security.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The jar of the image, taken apart as it is there: a gateway without the private PostgreSQL of a first run. */
class PackagedImageIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static Path jar = Path.of("");

    @BeforeAll
    static void extract() throws Exception {
        jar = PackagedGateway.extracted(PackagedGateway.IMAGE_JAR);
    }

    @Test
    void hasNothingOfAFirstRun() throws Exception {
        assertThat(entries(jar))
                .contains("com/tripsage/gateway/GatewayApplication.class")
                .noneMatch(PackagedImageIT::isOfAFirstRun);
        assertThat(entries(PackagedGateway.JAR)).anyMatch(PackagedImageIT::isOfAFirstRun);
    }

    @Test
    void servesAConfiguredDatabase() throws Exception {
        List<String> settings = Arrays.stream(GatewayTest.OnTestPostgres.properties(
                        TestPostgres.shared().createDatabase()))
                .filter(property -> !property.startsWith("test.") && !property.startsWith("gateway.embedding.provider"))
                .map(property -> "--" + property)
                .toList();
        try (PackagedGateway gateway = PackagedGateway.start(jar, Map.of(), settings)) {
            await().atMost(PATIENCE).until(() -> gateway.isReady() || !gateway.isAlive());

            assertThat(gateway.query(Tokens.valid(), "{ viewer { id } }")).startsWith("{\"data\":{\"viewer\":{\"id\":");
            // The model and its native code are in the jar.
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(gateway.query(
                            Tokens.valid(), "{ searchMemories(query: { text: \\\"seats\\\" }, first: 1) { mode } }"))
                    .contains("\"mode\":\"HYBRID\""));
        }
    }

    @Test
    void saysThatNoDatabaseIsConfigured() throws Exception {
        try (PackagedGateway gateway = PackagedGateway.start(jar, Map.of(), List.of())) {
            assertThat(gateway.exitCode(PATIENCE)).isEqualTo(1);
            assertThat(gateway.log())
                    .containsOnlyOnce("No database is configured: set SPRING_DATASOURCE_URL")
                    .doesNotContain("\tat ", "Caused by");
        }
    }

    private static boolean isOfAFirstRun(String name) {
        return name.contains("firstrun") || name.contains("first-run");
    }

    private static List<String> entries(Path jar) throws Exception {
        try (JarFile file = new JarFile(jar.toFile());
                Stream<String> names = file.stream().map(Object::toString)) {
            return names.toList();
        }
    }
}
