package com.tripsage.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tripsage.gateway.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

class LoginRoleTests {

    private static final int NODES = 8;

    private static final String PASSWORD = "secret";

    private final TestPostgres server = TestPostgres.shared();

    private final String role = "login " + UUID.randomUUID();

    private String database;

    @BeforeEach
    void createDatabase() {
        database = server.createDatabase();
        flyway().load().migrate();
    }

    @AfterEach
    void dropDatabase() {
        server.dropDatabase(database);
        server.execute("postgres", "drop role if exists \"%s\"".formatted(role));
    }

    @Test
    void isMadeOnceWhenSeveralNodesStartTogether() throws Exception {
        Callable<Integer> start = () -> migrate().migrationsExecuted;
        try (ExecutorService executor = Executors.newFixedThreadPool(NODES)) {
            for (Future<Integer> node : executor.invokeAll(Collections.nCopies(NODES, start))) {
                assertThat(node.get()).isZero();
            }
        }

        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(database), role, PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet memberships = statement.executeQuery(
                        "select string_agg(r.rolname, ',' order by r.rolname) from pg_auth_members as m"
                                + " join pg_roles as r on r.oid = m.roleid"
                                + " join pg_roles as u on u.oid = m.member where u.rolname = session_user")) {
            assertThat(memberships.next()).isTrue();
            assertThat(memberships.getString(1))
                    .isEqualTo(
                            "anon,authenticated,tripsage_assets,tripsage_changelog,tripsage_chat,tripsage_documents,tripsage_embedding,tripsage_idempotency,tripsage_operator,tripsage_provider_keys,tripsage_rates,tripsage_tokens,tripsage_webhook");
        }
    }

    @Test
    void mustBeBoundByRowLevelSecurity() {
        server.execute(database, "create role \"%s\" login bypassrls".formatted(role));

        assertThatExceptionOfType(FlywayException.class)
                .isThrownBy(this::migrate)
                .withMessageContaining("row-level security does not bind");
    }

    private MigrateResult migrate() {
        return flyway().callbacks(new LoginRole(new Login())).load().migrate();
    }

    private FluentConfiguration flyway() {
        return Flyway.configure()
                .placeholders(Map.of("vectorindex", "none"))
                .dataSource(server.jdbcUrl(database), server.ownerUser(), server.ownerPassword())
                .defaultSchema("gateway");
    }

    private final class Login implements JdbcConnectionDetails {

        @Override
        public String getUsername() {
            return role;
        }

        @Override
        public String getPassword() {
            return PASSWORD;
        }

        @Override
        public String getJdbcUrl() {
            return server.jdbcUrl(database);
        }
    }
}
