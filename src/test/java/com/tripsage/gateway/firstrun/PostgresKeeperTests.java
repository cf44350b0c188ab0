package com.tripsage.gateway.firstrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;

class PostgresKeeperTests {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<Object> events = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    private PrivatePostgres postgres;
    private PostgresKeeper keeper;

    @BeforeEach
    void start() {
        assumeThat(System.getProperty("postgres", "private")).isEqualTo("private");
        postgres = PrivatePostgres.startIn(folder, Map.of("fsync", "off"));
        keeper = new PostgresKeeper(postgres, events::add, Duration.ofMillis(100));
        keeper.start();
    }

    @AfterEach
    void stop() {
        if (keeper != null) {
            keeper.stop();
            postgres.close();
        }
    }

    @Test
    void startsAgainWhatWasKilled() throws IOException {
        for (int i = 0; i < 2; i++) {
            long killed = postmaster();
            ProcessHandle.of(killed).orElseThrow().destroyForcibly();

            await().atMost(PATIENCE).until(() -> answers() && postmaster() != killed);
        }
        assertThat(events).isEmpty();
    }

    @Test
    void leavesAloneWhatWasStopped() throws Exception {
        postgres.stop();
        Thread.sleep(1000);

        assertThat(answers()).isFalse();
    }

    @Test
    void saysSoWhenItCannotBeStartedAgain() throws IOException {
        Files.delete(folder.resolve("postgresql/global/pg_control"));
        ProcessHandle.of(postmaster()).orElseThrow().destroyForcibly();

        await().atMost(PATIENCE).until(() -> !events.isEmpty());

        assertThat(events).singleElement().isInstanceOfSatisfying(AvailabilityChangeEvent.class, event -> assertThat(
                        event.getState())
                .isEqualTo(LivenessState.BROKEN));
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(
                postgres.jdbcUrl(PrivatePostgres.DATABASE), PrivatePostgres.OWNER, postgres.ownerPassword())) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private long postmaster() throws IOException {
        return Long.parseLong(
                Files.readAllLines(folder.resolve("postgresql/postmaster.pid")).get(0));
    }
}
