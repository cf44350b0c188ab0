package com.tripsage.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tripsage.gateway.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Migrations of tables that others use, and of databases that are ahead. */
class PatientMigrationTests {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final TestPostgres server = TestPostgres.shared();

    @TempDir
    private Path migrations;

    private String database;

    @BeforeEach
    void createDatabase() throws IOException {
        database = server.createDatabase();
        write("V001__things.sql", "create table public.things (id int)");
        new PatientMigration(1, PAUSE).migrate(flyway());
    }

    @AfterEach
    void dropDatabase() {
        server.dropDatabase(database);
    }

    @Test
    void isTriedAgainUntilOthersAreDone() throws Exception {
        write("V002__more.sql", "create table public.others (); alter table public.things add column more int");
        try (Connection reader = reading();
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> migration =
                    executor.submit(() -> new PatientMigration(Integer.MAX_VALUE, PAUSE).migrate(flyway()));
            awaitOneWhoWaits();
            awaitOneWhoGaveUp();
            assertThat(migration.isDone()).isFalse();
            reader.rollback();
            migration.get();
        }
        assertThat(
                        is(
                                "select exists (select from pg_attribute where attrelid = 'public.things'::regclass and attname = 'more')"))
                .isTrue();
    }

    @Test
    void givesUpInTheEndAndLeavesNothing() throws Exception {
        write("V002__more.sql", "create table public.others (); alter table public.things add column more int");
        try (Connection _ = reading()) {
            assertThatExceptionOfType(FlywayMigrateException.class)
                    .isThrownBy(() -> new PatientMigration(2, PAUSE).migrate(flyway()))
                    .satisfies(failure -> {
                        FailureAnalysis analysis = Objects.requireNonNull(new MigrationFailed().analyze(failure));
                        assertThat(analysis.getDescription())
                                .startsWith("V002__more.sql failed (ERROR: canceling statement due to lock timeout")
                                .contains("was undone");
                    });
        }
        assertThat(is("select to_regclass('public.others') is null")).isTrue();
    }

    @Test
    void leavesANewerDatabaseAsItIs() throws Exception {
        write("V002__more.sql", "select 1");
        write("R__list.sql", "create or replace view public.list as select 'new' as entry");
        new PatientMigration(1, PAUSE).migrate(flyway());

        Files.delete(migrations.resolve("V002__more.sql"));
        write("R__list.sql", "create or replace view public.list as select 'old' as entry");
        new PatientMigration(1, PAUSE).migrate(flyway());

        assertThat(is("select entry = 'new' from public.list")).isTrue();
    }

    private Connection reading() throws SQLException {
        Connection reader = server.connect(database);
        reader.setAutoCommit(false);
        try (Statement statement = reader.createStatement()) {
            statement.execute("select from public.things");
        }
        return reader;
    }

    private void awaitOneWhoWaits() throws Exception {
        while (!is(
                "select exists (select from pg_locks where relation = to_regclass('public.things') and not granted)")) {
            Thread.sleep(10);
        }
    }

    private void awaitOneWhoGaveUp() throws Exception {
        while (is(
                "select exists (select from pg_locks where relation = to_regclass('public.things') and not granted)")) {
            Thread.sleep(10);
        }
    }

    private boolean is(String query) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private void write(String name, String sql) throws IOException {
        Files.writeString(migrations.resolve(name), sql);
    }

    private Flyway flyway() {
        return Flyway.configure()
                .dataSource(server.jdbcUrl(database), server.ownerUser(), server.ownerPassword())
                .defaultSchema("gateway")
                .initSql("set lock_timeout = '200ms'")
                .locations("filesystem:" + migrations)
                .load();
    }
}
