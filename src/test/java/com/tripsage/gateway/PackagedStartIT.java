package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.security.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Starts the packaged gateway again and again while an orchestrator asks for its health, and has it work at once. */
class PackagedStartIT {

    private static final int STARTS = 20;

    /** Sent every 100 ms, whether the last one was answered or not. */
    private static final List<String> PROBES = List.of("/actuator/health/liveness", "/actuator/health/readiness");

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static List<Path> jars = List.of();
    private static String database = "";

    @BeforeAll
    static void prepare() throws IOException, InterruptedException {
        jars = List.of(PackagedGateway.JAR, PackagedGateway.extracted(PackagedGateway.JAR));
        database = TestPostgres.shared().createDatabase();
    }

    @RepeatedTest(STARTS)
    void answersAndStopsUnderProbes(RepetitionInfo repetition) throws Exception {
        boolean isFirst = repetition.getCurrentRepetition() == 1;
        if (!isFirst) {
            // So that the worker needs the model before anybody else does.
            TestPostgres.shared().execute(database, "update public.memory_embeddings set embedding = null");
        }
        // Half of them without the second compiler, so that what happens at once meets in another way.
        Map<String, String> environment = repetition.getCurrentRepetition() % 4 < 2
                ? Map.of()
                : Map.of("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        int port = PackagedGateway.freePort();
        Thread probes = Thread.ofPlatform().daemon().start(() -> probe(port));
        try (PackagedGateway gateway =
                PackagedGateway.start(jars.get(repetition.getCurrentRepetition() % 2), port, environment, settings())) {
            await().atMost(PATIENCE).until(() -> gateway.isReady() || !gateway.isAlive());

            assertThat(gateway.query(
                            Tokens.valid(),
                            "mutation { addMemories(inputs: [{ kind: PREFERENCE, text: \\\"start "
                                    + repetition.getCurrentRepetition() + "\\\" }]) { outcomes } }"))
                    .isEqualTo("{\"data\":{\"addMemories\":{\"outcomes\":[\"CREATED\"]}}}");
            assertThat(gateway.query(Tokens.valid(), "{ searchMemories(query: { text: \\\"begin\\\" }) { mode } }"))
                    .startsWith("{\"data\":{\"searchMemories\":{\"mode\":");
            assertThat(gateway.status("/graphiql")).isPositive();

            gateway.terminate();
            assertThat(gateway.exitCode(Duration.ofSeconds(30))).isEqualTo(143);
            assertThat(gateway.log()).doesNotContain(" ERROR ");
        } finally {
            probes.interrupt();
        }
    }

    private static void probe(int port) {
        try {
            for (int i = 0; true; i++) {
                String path = PROBES.get(i % PROBES.size());
                Thread.ofPlatform().daemon().start(() -> PackagedGateway.status(port, path));
                Thread.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> settings() {
        return Arrays.stream(GatewayTest.OnTestPostgres.properties(database))
                .filter(property -> !property.startsWith("test."))
                .map(property -> "--" + property)
                .toList();
    }
}
