package com.tripsage.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.TestPostgres;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.database.HealthCheck.Status;
import com.tripsage.gateway.http.Edge;
import com.tripsage.gateway.security.Tokens;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.JsonNode;

/** The health of the database, which is made sick in each way: what the views say, what operators are told, and the metrics. */
class DatabaseHealthTests extends RunningGateway {

    private static final String SEARCH =
            "query ($vector: Vector!) { searchMemories(query: { vector: $vector }, mode: SEMANTIC) { mode } }";
    private static final String USERS_INDEX = "public.memory_embeddings_by_code";

    @Autowired
    HealthChecks checks;

    private JdbcClient sql;
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = Superuser.begin(environment);
        connection.setAutoCommit(true);
        sql = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        execute("drop table if exists public.sick");
        execute("create table public.sick (id int primary key, n int) with (autovacuum_enabled = false)");
        execute("insert into public.sick select i, i from generate_series(1, 20000) i");
        execute("analyze public.sick");
        execute("select pg_stat_reset()");
    }

    @AfterEach
    void disconnect() throws SQLException {
        execute("drop table public.sick");
        connection.close();
    }

    @Test
    void saysThatConnectionsRunOut() throws Exception {
        List<Connection> all = new ArrayList<>();
        try {
            String refusal = "";
            while (refusal.isEmpty()) {
                try {
                    all.add(DriverManager.getConnection(
                            TestPostgres.shared()
                                    .jdbcUrl(Objects.requireNonNull(environment.getProperty("test.database"))),
                            "authenticator",
                            "authenticator"));
                } catch (SQLException e) {
                    refusal = e.getSQLState();
                }
            }
            assertThat(refusal).isEqualTo("53300");

            assertSaid("connection_count", Status.CRITICAL);
            assertThat(isReady()).isTrue();
        } finally {
            for (Connection one : all) {
                one.close();
            }
        }
    }

    @Test
    void saysThatTheCacheIsCold() throws Exception {
        // Larger than what may stay in the cache after a scan, whatever the size of the cache.
        execute("""
                do $$
                begin
                    execute format('create table public.cold with (fillfactor = 10) as select generate_series(1, %s)',
                                   (select setting::int / 4 + 1000 from pg_settings where name = 'shared_buffers') * 22);
                end $$""");
        try {
            execute("select pg_stat_reset()");
            execute("do $$ begin for i in 1..3 loop perform count(*) from public.cold; end loop; end $$");

            assertSaid("cache_hit_ratio", Status.CRITICAL);
        } finally {
            execute("drop table public.cold");
        }
    }

    @Test
    void saysThatTheIndexOfALargeTableIsGone() throws Exception {
        lookUp(1000);
        assertThat(statusOfSick("index_usage")).isEqualTo("ok");

        execute("alter table public.sick drop constraint sick_pkey");
        lookUp(100);

        assertThat(statusOfSick("index_usage")).isEqualTo("critical");
        assertSaid("index_usage", Status.CRITICAL);
    }

    @Test
    void saysThatDeadRowsAreNotRemoved() throws Exception {
        execute("create index sick_by_n on public.sick (n)");
        execute("update public.sick set n = n + 1");
        execute("update public.sick set n = n + 1");
        flush();

        assertThat(statusOfSick("table_bloat")).isEqualTo("critical");
        assertSaid("bloat", Status.CRITICAL);

        execute("vacuum public.sick");
        flush();
        assertThat(statusOfSick("table_bloat")).isEqualTo("ok");
    }

    @Test
    void saysWhichIndexNobodyUses() throws Exception {
        execute("create index sick_by_n on public.sick (n) with (fillfactor = 10)");
        lookUp(1000);

        assertThat(sql.sql("select index from monitoring.unused_indexes")
                        .query(String.class)
                        .list())
                .contains("sick_by_n")
                .doesNotContain("sick_pkey");
        assertSaid("unused_indexes", Status.WARNING);
    }

    @Test
    void saysWhichStatementIsSlow() throws Exception {
        withThreshold("slowest_statement", 1, () -> {
            for (int i = 0; i < 10; i++) {
                execute("select count(*), 'Ada' from public.sick a join public.sick b using (n) where a.n % 3 = 1");
            }

            assertThat(sql.sql("select statement from monitoring.slow_statements")
                            .query(String.class)
                            .list())
                    .anyMatch(statement -> statement.contains("public.sick b using (n)"))
                    .noneMatch(statement -> statement.contains("Ada"));
            assertSaid("slowest_statement", Status.CRITICAL);
        });
    }

    @Test
    void saysThatSearchesByVectorAreSlow() throws Exception {
        Traveller ada = Traveller.known(port);
        for (int i = 0; i < 10; i++) {
            ada.execute(SEARCH, Map.of("vector", Collections.nCopies(1536, 0.1)))
                    .errors()
                    .verify();
        }

        for (String metric : List.of("avg_vector_search_time", "slowest_vector_search_time")) {
            withThreshold(metric, 0, () -> assertSaid(metric, Status.CRITICAL));
        }
    }

    @Test
    void saysThatTheIndexOfVectorsIsMissing() throws Exception {
        assertSaid("vector_search_index", Status.OK);
        String definition = sql.sql("select pg_get_indexdef('" + USERS_INDEX + "'::regclass)")
                .query(String.class)
                .single();
        execute("drop index " + USERS_INDEX);
        try {
            assertSaid("vector_search_index", Status.CRITICAL);
        } finally {
            execute(definition);
        }
        assertSaid("vector_search_index", Status.OK);
    }

    @Test
    void saysThatTheIndexOfVectorsIsIncomplete() throws Exception {
        String validity = "update pg_index set indisvalid = %s where indexrelid = '" + USERS_INDEX + "'::regclass";
        execute(validity.formatted(false));
        try {
            assertSaid("vector_search_index", Status.CRITICAL);
            assertSaid("invalid_indexes", Status.WARNING);
        } finally {
            execute(validity.formatted(true));
        }
        assertSaid("invalid_indexes", Status.OK);
    }

    @Test
    void saysThatAnIndexIsMissingWhichTheSettingsAskFor() throws Exception {
        String wanted = "create or replace function gateway.wanted_vector_index() returns text"
                + " language sql immutable parallel safe return '%s'";
        assertSaid("vector_index_of_everybody", Status.OK);
        execute(wanted.formatted("hnsw"));
        try {
            assertSaid("vector_index_of_everybody", Status.WARNING);
        } finally {
            execute(wanted.formatted("none"));
        }
    }

    @Test
    void tellsNobodyButOperators() throws Exception {
        checks.round();

        assertThat(Edge.send(new Edge(port).anonymous("/actuator/health/database"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(Edge.send(new Edge(port).request("/actuator/health/database"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(asOperator("/actuator/health/database").at("/details/state").asString())
                .isNotEmpty();
        assertThat(Edge.send(new Edge(port).anonymous("/actuator/health/readiness"))
                        .body())
                .isEqualTo("{\"status\":\"UP\"}");
    }

    /** The view says so to operators, and after the next reading the gateway's health and its metrics do. */
    private void assertSaid(String metric, Status expected) throws Exception {
        flush();
        checks.round();

        execute("set role tripsage_operator");
        String said = sql.sql("""
                        select status from monitoring.database_health where metric = :metric
                         union all
                        select status from monitoring.vector_search_health where metric = :metric""").param("metric", metric).query(String.class).single();
        execute("reset role");
        assertThat(Status.of(said)).as(metric).isEqualTo(expected);
        assertThat(told(metric).at("/status").asString()).isEqualTo(expected.name());
        assertThat(meters.get("gateway.database.check.status")
                        .tag("check", metric)
                        .gauge()
                        .value())
                .isEqualTo(expected.severity);
    }

    private JsonNode told(String metric) throws IOException, InterruptedException {
        for (JsonNode check : asOperator("/actuator/health/database").at("/details/checks")) {
            if (check.at("/metric").asString().equals(metric)) {
                return check;
            }
        }
        throw new AssertionError("nothing is told of " + metric);
    }

    private JsonNode asOperator(String path) throws IOException, InterruptedException {
        return Wire.JSON.readTree(
                Edge.send(new Edge(port).anonymous(path).header("Authorization", "Bearer " + Tokens.OPERATOR))
                        .body());
    }

    private String statusOfSick(String view) {
        return sql.sql("select status from monitoring." + view + " where \"table\" = 'sick'")
                .query(String.class)
                .single();
    }

    private void lookUp(int times) throws SQLException {
        execute("do $$ begin for i in 1..%d loop perform from public.sick where id = i; end loop; end $$"
                .formatted(times));
        flush();
    }

    /** Tells the server at once what this connection has counted, and not within a second. */
    private void flush() throws SQLException {
        execute("select pg_stat_force_next_flush()");
    }

    private void withThreshold(String metric, int milliseconds, Sickness sickness) throws Exception {
        String change = "update gateway.health_thresholds set warning = %s, critical = %s where metric = '%s'";
        execute(change.formatted(milliseconds, milliseconds, metric));
        try {
            sickness.run();
        } finally {
            execute(change.formatted(200, metric.equals("slowest_statement") ? 1000 : 500, metric));
        }
    }

    private void execute(String statement) throws SQLException {
        try (var one = connection.createStatement()) {
            one.execute(statement);
        }
    }

    private interface Sickness {

        void run() throws Exception;
    }
}
