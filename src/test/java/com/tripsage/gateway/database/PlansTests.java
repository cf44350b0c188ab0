package com.tripsage.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.database.ConnectionPool.PooledConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The plans of hot statements: made once on a connection, and not at each execution. */
class PlansTests extends RunningGateway {

    private static final int RUNS = 10;
    private static final int POOL_SIZE = 10;

    private static final String DASHBOARD = """
            query ($filter: TripFilter) {
              trips(first: 20, filter: $filter, orderBy: START_DATE_DESC) {
                edges { node { id title flights { id } accommodations { id } } }
              }
            }
            """;

    private static final String CHAT = """
            query ($id: ID!) { chatSession(id: $id) { messages(last: 50) { edges { node { id content } } } } }
            """;

    private static final String SEARCH = """
            query ($vector: Vector!) { searchMemories(query: { vector: $vector }, mode: SEMANTIC) { hits { score } } }
            """;

    @Autowired
    ConnectionPool pool;

    @Test
    void noHotStatementIsPlannedAtEachExecution() throws SQLException {
        Traveller ada = Traveller.known(port);
        ada.createTrip("Oslo");
        UUID chat = ada.execute("mutation { startChatSession(input: {}) { chatSession { id } } }")
                .path("startChatSession.chatSession.id")
                .entity(UUID.class)
                .get();

        repeat(ada, "{ viewer { id email preferences } }", Map.of());
        repeat(ada, DASHBOARD, Map.of());
        repeat(ada, DASHBOARD, Map.of("filter", Map.of("status", List.of("PLANNING"))));
        repeat(ada, DASHBOARD, Map.of("filter", Map.of("flight", Map.of("from", "LIS"))));
        repeat(
                ada,
                DASHBOARD,
                Map.of("filter", Map.of("near", Map.of("latitude", 38.7, "longitude", -9.1, "kilometres", 20))));
        repeat(ada, "{ upNext { moment item { id } } }", Map.of());
        repeat(ada, CHAT, Map.of("id", chat));
        repeat(ada, SEARCH, Map.of("vector", Collections.nCopies(1536, 0.1)));
        for (int i = 0; i < RUNS; i++) {
            ada.createTrip("Bergen");
        }

        List<Planned> planned = planned();
        assertThat(planned)
                .extracting(Planned::statement)
                .anyMatch(sql -> sql.contains("from public.trips"))
                .anyMatch(sql -> sql.contains("from unnest"));
        assertThat(planned).allMatch(statement -> statement.customPlans() == 0);
    }

    @Test
    void theNamesOfKeysAreReadOnlyForThoseWhoAsk() throws SQLException {
        Traveller ada = Traveller.known(port);

        repeat(ada, "{ viewer { id apiKeyNames } }", Map.of());
        long asked = timesThatKeysWereRead();
        repeat(ada, "{ viewer { id } }", Map.of());

        assertThat(timesThatKeysWereRead()).isPositive().isEqualTo(asked);
    }

    private long timesThatKeysWereRead() throws SQLException {
        return planned().stream()
                .filter(planned -> planned.statement().contains("api_keys"))
                .mapToLong(Planned::genericPlans)
                .sum();
    }

    private static void repeat(
            Traveller traveller, String document, Map<String, ? extends @Nullable Object> variables) {
        for (int i = 0; i < RUNS; i++) {
            traveller.execute(document, variables).errors().verify();
        }
    }

    /** The statements of all connections that ran as a caller's. */
    private List<Planned> planned() throws SQLException {
        List<PooledConnection> all = new ArrayList<>();
        List<Planned> planned = new ArrayList<>();
        try {
            for (int i = 0; i < POOL_SIZE; i++) {
                // two of ten are the gateway's own, and each caller takes one
                all.add(pool.acquire(i < 2 ? null : UUID.randomUUID(), Deadline.after(Duration.ofSeconds(10))));
            }
            for (PooledConnection pooled : all) {
                try (Statement statement = pooled.connection().createStatement();
                        ResultSet rows = statement.executeQuery("select statement, custom_plans, generic_plans"
                                + " from pg_prepared_statements where statement like '%public.%'")) {
                    while (rows.next()) {
                        planned.add(new Planned(rows.getString(1), rows.getLong(2), rows.getLong(3)));
                    }
                }
            }
        } finally {
            all.forEach(PooledConnection::close);
        }
        return planned;
    }

    private record Planned(String statement, long customPlans, long genericPlans) {}
}
