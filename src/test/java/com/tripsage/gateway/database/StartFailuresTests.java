package com.tripsage.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.tripsage.gateway.TestPostgres;
import com.tripsage.gateway.settings.SettingsInvalid;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** What keeps the gateway from starting, on a real server: one sentence, which says what to do. */
class StartFailuresTests {

    private final TestPostgres server = TestPostgres.shared();

    private final String role = "start_" + UUID.randomUUID().toString().substring(0, 8);

    private String database;

    @BeforeEach
    void createDatabase() {
        database = server.createDatabase();
    }

    @AfterEach
    void dropDatabase() {
        server.dropDatabase(database);
        server.execute("postgres", "drop role if exists " + role);
    }

    @Test
    void sayThatNobodyListens() {
        assertThat(sentence("jdbc:postgresql://127.0.0.1:1/x", "any", "any"))
                .startsWith("The database does not answer (Connection to 127.0.0.1:1 refused")
                .contains("SPRING_DATASOURCE_URL");
    }

    @Test
    void sayWhichHostIsUnknown() {
        assertThat(sentence("jdbc:postgresql://no.such.host.invalid/x", "any", "any"))
                .contains("Unknown host: no.such.host.invalid");
    }

    @Test
    void sayThatThePasswordIsWrong() {
        assertThat(sentence(server.jdbcUrl(database), server.ownerUser(), "guessed"))
                .startsWith("PostgreSQL refuses the login (FATAL: password authentication failed")
                .contains("SPRING_FLYWAY_PASSWORD")
                .doesNotContain("guessed");
    }

    @Test
    void sayThatThereIsNoSuchDatabase() {
        assertThat(sentence(server.jdbcUrl("nowhere"), server.ownerUser(), server.ownerPassword()))
                .startsWith("PostgreSQL has no such database");
    }

    @Test
    void sayWhoCreatesTheExtension() {
        server.execute("postgres", "create role " + role + " login createrole password 'p'");
        server.execute("postgres", "alter database " + database + " owner to " + role);

        assertThat(sentence(server.jdbcUrl(database), role, "p")).contains("superuser", "create extension vector");
    }

    /** As a second database on a server whose roles another owner has made. */
    @Test
    void sayWhatAnotherOwnerOfTheServersRolesNeeds() {
        migrate(server.jdbcUrl(database), server.ownerUser(), server.ownerPassword());
        server.execute("postgres", "create role " + role + " login createrole password 'p'");
        String second = server.createDatabase();
        try {
            server.execute(second, "create extension vector");
            server.execute("postgres", "alter database " + second + " owner to " + role);

            assertThat(sentence(server.jdbcUrl(second), role, "p"))
                    .contains("roles are the server's", "with admin option");
        } finally {
            server.dropDatabase(second);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"superuser", "bypassrls"})
    void refuseALoginThatRowLevelSecurityDoesNotBindWhoeverMigrates(String attribute) {
        server.execute("postgres", "create role " + role + " login " + attribute + " password 'p'");

        assertThat(catchThrowable(() -> login(role, "p").checkAtOnce()))
                .isInstanceOf(SettingsInvalid.class)
                .hasMessageContaining("row-level security does not bind");
    }

    @Test
    void refuseTheOwnerOfTheTablesAsLogin() {
        server.execute("postgres", "create role " + role + " login password 'p'");
        server.execute(database, "create table public.own (); alter table public.own enable row level security");
        server.execute(database, "alter table public.own owner to " + role);

        assertThat(catchThrowable(() -> login(role, "p").checkAtOnce())).isInstanceOf(SettingsInvalid.class);
    }

    @Test
    void refuseALoginWithAWrongPassword() {
        assertThat(catchThrowable(() -> login(server.ownerUser(), "guessed").checkAtOnce()))
                .isInstanceOf(SettingsInvalid.class)
                .hasMessageContaining("SPRING_DATASOURCE_PASSWORD");
    }

    @Test
    void letAnyOtherLoginIn() throws Exception {
        server.execute("postgres", "create role " + role + " login password 'p'");

        login(role, "p").checkAtOnce();

        assertThat(login(role, "p").getConnection()).satisfies(connection -> connection.close());
    }

    private BoundLogin login(String user, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(server.jdbcUrl(database));
        source.setUser(user);
        source.setPassword(password);
        return new BoundLogin(source);
    }

    private static String sentence(String url, String user, String password) {
        Throwable failure = catchThrowable(() -> migrate(url, user, password));
        FailureAnalysis analysis = Objects.requireNonNull(new StartFailures().analyze(failure), failure::toString);
        assertThat(analysis.getDescription()).doesNotContain("\n");
        return analysis.getDescription();
    }

    private static void migrate(String url, String user, String password) {
        Flyway.configure()
                .placeholders(Map.of("vectorindex", "none"))
                .dataSource(url, user, password)
                .defaultSchema("gateway")
                .connectRetries(0)
                .load()
                .migrate();
    }
}
