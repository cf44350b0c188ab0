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
import java.util.HashMap;
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

    /** 200 trips of one person and 5,000 of a hundred others, with a flight, a stay and a train each: past the triggers, in one go. */
    private static final String MANY_TRIPS = """
            begin;
            set local session_replication_role = replica;
            insert into trips (user_id, title) select '<one>', '<mark>' from generate_series(1, 200);
            insert into trips (user_id, title) select md5('<mark>' || n % 100)::uuid, '<mark>' from generate_series(1, 5000) n;
            insert into flights (trip_id, departure_airport, arrival_airport) select id, 'LIS', 'OSL' from trips where title = '<mark>';
            insert into accommodations (trip_id, name, coordinates) select id, 'Hytte', point(10.7, 59.9) from trips where title = '<mark>';
            insert into bookings (trip_id, kind, to_coordinates) select id, 'train', point(5.3, 60.4) from trips where title = '<mark>';
            commit;
            analyze trips, flights, accommodations, bookings""";

    private static final String FEW_TRIPS = """
            begin;
            set local session_replication_role = replica;
            delete from flights where trip_id in (select id from trips where title = '<mark>');
            delete from accommodations where trip_id in (select id from trips where title = '<mark>');
            delete from bookings where trip_id in (select id from trips where title = '<mark>');
            delete from trips where title = '<mark>';
            commit;
            analyze trips, flights, accommodations, bookings""";

    private static final String AS_CALLER = """
            select set_config('role', 'authenticated', true),
                   set_config('request.jwt.claims', '{"sub": "<caller>", "role": "authenticated"}', true),
                   set_config('search_path', 'public, extensions', true),
                   set_config('plan_cache_mode', 'force_generic_plan', true)""";

    private static final String PREPARED = """
            select statement, format('explain execute %I(%s)', name,
                                     array_to_string(array_fill('null'::text, array[cardinality(parameter_types)]), ', '))
              from pg_prepared_statements
             where cardinality(parameter_types) > 0
               and statement like\s""";

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

    /** Among many trips of many people. */
    @Test
    void tripsAreFoundByTheirPartsThroughTheIndexes() throws SQLException {
        Traveller ada = Traveller.known(port);
        UUID mark = UUID.randomUUID();
        marked(MANY_TRIPS, ada.id(), mark);
        try {
            repeat(ada, DASHBOARD, Map.of("filter", Map.of("flight", Map.of("from", "LIS", "to", "OSL"))));
            repeat(
                    ada,
                    DASHBOARD,
                    Map.of("filter", Map.of("near", Map.of("latitude", 59.9, "longitude", 10.7, "kilometres", 20))));

            for (String condition : List.of("%gateway.folded(f.departure_airport)%", "%gateway.kilometres%")) {
                assertThat(plansOf(ada, condition)).isNotEmpty().allSatisfy((_, plan) -> assertThat(plan)
                        .anyMatch(line -> line.contains("_by_trip_and_"))
                        .noneMatch(line -> line.matches(".*Seq Scan on (trips|flights|accommodations|bookings).*")));
            }
        } finally {
            marked(FEW_TRIPS, ada.id(), mark);
        }
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

    /** The plans of prepared statements like this, as a caller executes them. */
    private Map<String, List<String>> plansOf(Traveller caller, String statements) throws SQLException {
        Map<String, List<String>> plans = new HashMap<>();
        onEachConnection(connection -> {
            Map<String, String> prepared = new HashMap<>();
            try (ResultSet rows = connection.executeQuery(PREPARED + "'" + statements + "'")) {
                while (rows.next()) {
                    prepared.put(rows.getString(1), rows.getString(2));
                }
            }
            connection.execute("begin");
            try {
                connection.execute(AS_CALLER.replace("<caller>", caller.id().toString()));
                for (Map.Entry<String, String> each : prepared.entrySet()) {
                    List<String> plan = plans.computeIfAbsent(each.getKey(), _ -> new ArrayList<>());
                    try (ResultSet lines = connection.executeQuery(each.getValue())) {
                        while (lines.next()) {
                            plan.add(lines.getString(1));
                        }
                    }
                }
            } finally {
                connection.execute("rollback");
            }
        });
        return plans;
    }

    private void marked(String sql, UUID one, UUID mark) {
        superuser()
                .sql(sql.replace("<one>", one.toString()).replace("<mark>", mark.toString()))
                .update();
    }

    private void onEachConnection(Work work) throws SQLException {
        List<PooledConnection> all = new ArrayList<>();
        try {
            for (int i = 0; i < POOL_SIZE; i++) {
                // two of ten are the gateway's own, and each caller takes one
                all.add(pool.acquire(i < 2 ? null : UUID.randomUUID(), Deadline.after(Duration.ofSeconds(10))));
            }
            for (PooledConnection pooled : all) {
                try (Statement statement = pooled.connection().createStatement()) {
                    work.on(statement);
                }
            }
        } finally {
            all.forEach(PooledConnection::close);
        }
    }

    private static void repeat(
            Traveller traveller, String document, Map<String, ? extends @Nullable Object> variables) {
        for (int i = 0; i < RUNS; i++) {
            traveller.execute(document, variables).errors().verify();
        }
    }

    /** The statements of all connections that ran as a caller's. */
    private List<Planned> planned() throws SQLException {
        List<Planned> planned = new ArrayList<>();
        onEachConnection(connection -> {
            try (ResultSet rows = connection.executeQuery("select statement, custom_plans, generic_plans"
                    + " from pg_prepared_statements where statement like '%public.%'")) {
                while (rows.next()) {
                    planned.add(new Planned(rows.getString(1), rows.getLong(2), rows.getLong(3)));
                }
            }
        });
        return planned;
    }

    private interface Work {

        void on(Statement connection) throws SQLException;
    }

    private record Planned(String statement, long customPlans, long genericPlans) {}
}
