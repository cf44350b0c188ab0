package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stops the packaged gateway with a PostgreSQL of its own when it is inconvenient. */
class PackagedStopIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path data = Path.of("");

    @BeforeEach
    void isPrivate() {
        assumeThat(System.getProperty("postgres", "private")).isEqualTo("private");
    }

    /** What it has just begun to do: a start of its database, of itself, and of its local model. */
    @ParameterizedTest
    @ValueSource(strings = {"Initialised ", "PostgreSQL ", "Tomcat started", "The TripSage gateway is ready"})
    void stopsQuietlyWhateverItHasBegun(String said) throws Exception {
        try (PackagedGateway gateway = start()) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> gateway.hasSaid(said) || !gateway.isAlive());

            gateway.terminate();

            assertThat(gateway.exitCode(Duration.ofSeconds(30))).isEqualTo(143);
            assertThat(gateway.log()).doesNotContain(" ERROR ", "\tat ", "SIGBUS", "SIGSEGV");
            assertThat(postmaster()).isEmpty();
        }
    }

    @Test
    void endsWithItsPostgresEvenWhereThatHangs() throws Exception {
        try (PackagedGateway gateway = start()) {
            await().atMost(PATIENCE).until(() -> gateway.isReady() || !gateway.isAlive());
            ProcessHandle postmaster = postmaster().orElseThrow();
            List<ProcessHandle> server = Stream.concat(Stream.of(postmaster), postmaster.descendants())
                    .toList();
            signal("STOP", server);

            gateway.terminate();
            Thread.sleep(1000);
            gateway.terminate();

            assertThat(gateway.exitCode(Duration.ofSeconds(30))).isEqualTo(1);
            assertThat(gateway.log()).contains("the gateway ends without it");
            signal("CONT", server);
            await().atMost(PATIENCE).until(() -> postmaster().isEmpty());
        }
    }

    private PackagedGateway start() {
        return PackagedGateway.start(PackagedGateway.JAR, Map.of("GATEWAY_EMBEDDED_DATA", data.toString()), List.of());
    }

    private Optional<ProcessHandle> postmaster() throws IOException {
        Path file = data.resolve("postgresql/postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0)));
    }

    private static void signal(String name, List<ProcessHandle> processes) throws Exception {
        for (ProcessHandle process : processes) {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }
    }
}
