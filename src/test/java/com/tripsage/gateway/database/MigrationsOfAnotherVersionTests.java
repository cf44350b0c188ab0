package com.tripsage.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tripsage.gateway.GatewayApplication;
import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.ErrorDetails;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

/** Starts on a database of another checkout, whose migrations have other contents or other numbers. */
@ExtendWith(OutputCaptureExtension.class)
class MigrationsOfAnotherVersionTests {

    private final TestPostgres server = TestPostgres.shared();

    private String database;

    @BeforeEach
    void migrate() {
        database = server.createDatabase();
        Flyway.configure()
                .placeholders(Map.of("vectorindex", "none"))
                .dataSource(server.jdbcUrl(database), server.ownerUser(), server.ownerPassword())
                .defaultSchema("gateway")
                .load()
                .migrate();
        server.execute(database, "insert into users (email) values ('traveller@example.com')");
    }

    @AfterEach
    void dropDatabase() {
        server.dropDatabase(database);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update gateway.flyway_schema_history set checksum = checksum + 1 where version = '002'",
                "update gateway.flyway_schema_history set version = '001.5', script = 'V001_5__old.sql' where version = '002'"
            })
    void endInASentenceAndLeaveTheDataAsItIs(String otherVersion, CapturedOutput output) throws SQLException {
        server.execute(database, otherVersion);
        List<@Nullable String> before = rows();

        assertThatThrownBy(() -> new SpringApplicationBuilder(GatewayApplication.class)
                        .run(Stream.of(GatewayTest.OnTestPostgres.properties(database))
                                .map(property -> "--" + property)
                                .toArray(String[]::new)))
                .hasStackTraceContaining("FlywayValidateException");

        assertThat(output)
                .contains("The database was made by another version of the gateway, and is left as it is")
                .doesNotContain("\tat ");
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void nameTheDataFolderOfAFirstRun() {
        var failure = new FlywayValidateException(new ErrorDetails(CoreErrorCode.VALIDATE_ERROR, "other"), "other");

        FailureAnalysis analysis = Objects.requireNonNull(new MigrationsOfAnotherVersion(
                        new MockEnvironment().withProperty("gateway.embedded.data", "/elsewhere"))
                .analyze(failure));

        assertThat(analysis.getDescription())
                .startsWith("The data folder /elsewhere was made by another version of the gateway")
                .doesNotContain("\n");
    }

    private List<@Nullable String> rows() throws SQLException {
        List<@Nullable String> rows = new ArrayList<>();
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("""
                        select u::text from public.users u
                        union all
                        select h::text from gateway.flyway_schema_history h
                        union all
                        select c.oid::regclass || ' ' || c.relfilenode from pg_class c where c.relkind = 'r'
                        order by 1
                        """)) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }
}
