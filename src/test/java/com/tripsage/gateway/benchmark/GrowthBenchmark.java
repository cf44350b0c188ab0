package com.tripsage.gateway.benchmark;

import com.tripsage.gateway.GatewayProcess;
import com.tripsage.gateway.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How requests a second and their 95th percentile grow with tables, pages, connections, chats and trips.
 *
 * <p>{@code mvn package -DskipTests && mvn test -Dtest=GrowthBenchmark} prints a table, and leaves it and its plot in
 * {@code target/growth.md} and {@code target/growth.svg}. {@code -Dseconds} is how long each point is measured, 4.
 */
class GrowthBenchmark {

    private static final int SECONDS = Integer.getInteger("seconds", 4);
    private static final int WARMING = 40;
    private static final int CONNECTIONS = 32;
    private static final int CALLERS = 128;
    private static final int TRIPS_OF_EACH = 100;
    private static final int PAGE = 20;

    private static final String DASHBOARD = """
            query ($first: Int!) {
              trips(first: $first, orderBy: START_DATE_DESC) {
                edges { node {
                  id title status startDate endDate budget { amount currency }
                  flights { id airline flightNumber departureTime arrivalTime price { amount currency } status }
                  accommodations { id name type checkInDate checkOutDate totalPrice { amount currency } status }
                } }
                pageInfo { hasNextPage endCursor }
              }
            }
            """;

    private static final String TRIP = """
            query ($id: ID!) {
              trip(id: $id) {
                id title
                flights { id airline flightNumber departureTime arrivalTime price { amount currency } status }
              }
            }
            """;

    private static final String CHAT = """
            query ($id: ID!) {
              chatSession(id: $id) { messages(last: 50) { edges { node { id role content createdAt } } } }
            }
            """;

    private final String database = TestPostgres.shared().createDatabase();
    private final List<Owner> owners = IntStream.range(0, CALLERS)
            .mapToObj(n -> new Owner(n, Space.CLUSTERED, 0))
            .toList();
    private final Report report = new Report();
    private final GrowthPlot plot = new GrowthPlot();

    @AfterEach
    void forget() {
        TestPostgres.shared().dropDatabase(database);
    }

    @Test
    void grows() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.packaged("growth", database, 256)) {
            prepare();
            measure(gateway, dashboard(PAGE), CONNECTIONS, owners, WARMING);
            report.row("what grows", "to", "requests a second", "p50 ms", "p95 ms");
            report.row("---", "--:", "--:", "--:", "--:");
            for (int connections : List.of(1, 2, 4, 8, 16, 32, 64, 128)) {
                point(gateway, "connections", connections, dashboard(PAGE), connections);
            }
            for (int first : List.of(1, 5, 10, 20, 50, 100)) {
                point(gateway, "trips of a page", first, dashboard(first), CONNECTIONS);
            }
            for (int messages : List.of(10, 100, 1000, 10_000, 100_000)) {
                String chat = Client.body(CHAT, Map.of("id", chat(messages)));
                point(gateway, "messages of a chat", messages, chat, CONNECTIONS, owners.subList(0, 1));
            }
            for (int flights : List.of(2, 20, 200)) {
                String trip = Client.body(TRIP, Map.of("id", trip(flights)));
                point(gateway, "flights of a trip", flights, trip, CONNECTIONS, owners.subList(0, 1));
            }
            point(gateway, "trips of all", trips(), dashboard(PAGE), CONNECTIONS);
            addOthers(9 * CALLERS);
            point(gateway, "trips of all", trips(), dashboard(PAGE), CONNECTIONS);
        }
        report.writeTo("growth.md");
        plot.writeTo("growth.svg");
    }

    private static String dashboard(int first) {
        return Client.body(DASHBOARD, Map.of("first", first));
    }

    private void point(GatewayProcess gateway, String what, int size, String body, int connections) throws Exception {
        point(gateway, what, size, body, connections, owners);
    }

    private void point(GatewayProcess gateway, String what, int size, String body, int connections, List<Owner> callers)
            throws Exception {
        measure(gateway, body, connections, callers, 1);
        Times times = measure(gateway, body, connections, callers, SECONDS);
        double rate = (double) times.count() / SECONDS;
        report.row(
                what,
                String.format(Locale.ROOT, "%,d", size),
                String.format(Locale.ROOT, "%,.0f", rate),
                times.millis(50),
                times.millis(95));
        plot.add(what, size, rate, Double.parseDouble(times.millis(95)));
    }

    /** Sends on so many connections, on each the next request after the answer to the one before. */
    private static Times measure(GatewayProcess gateway, String body, int connections, List<Owner> callers, int seconds)
            throws Exception {
        var done = new CountDownLatch(connections);
        var all = new Times();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (int n = 0; n < connections; n++) {
            var client =
                    new Client(gateway.port(), callers.get(n % callers.size()).token());
            Thread.ofVirtual().start(() -> {
                var own = new Times();
                while (System.nanoTime() < end) {
                    Client.Answer answer = client.send(body);
                    if (answer.isError()) {
                        throw new IllegalStateException(answer.text());
                    }
                    own.add(answer.nanos());
                }
                synchronized (all) {
                    all.addAll(own);
                }
                done.countDown();
            });
        }
        if (!done.await(seconds + 60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("An answer was an error");
        }
        return all;
    }

    private void prepare() throws SQLException {
        String known = String.join(
                ",",
                owners.stream()
                        .map(owner -> "('" + owner.id() + "'::uuid, '" + owner.email() + "')")
                        .toList());
        execute("insert into users (id, email) values " + known, TRIPS, FLIGHTS, ACCOMMODATIONS, "vacuum analyze");
    }

    private void addOthers(int count) throws SQLException {
        execute(
                "insert into users (email) select 'other' || n || '@example.com' from generate_series(1, %d) n"
                        .formatted(count),
                TRIPS,
                FLIGHTS,
                ACCOMMODATIONS,
                "vacuum analyze");
    }

    private static final String TRIPS = """
            insert into trips (user_id, title, start_date, end_date, budget_total)
            select u.id, 'Trip ' || n, date '2026-01-01' + 7 * n, date '2026-01-05' + 7 * n, 1200
              from users u, generate_series(1, %d) n
             where not exists (select from trips t where t.user_id = u.id)
            """.formatted(TRIPS_OF_EACH);

    private static final String FLIGHTS = """
            insert into flights (trip_id, airline, flight_number, departure_time, arrival_time, price)
            select t.id, 'TAP', 'TP' || n, t.start_date + n * interval '1 hour', t.start_date + n * interval '2 hours', 99
              from trips t, generate_series(1, 3) n
             where not exists (select from flights f where f.trip_id = t.id)
            """;

    private static final String ACCOMMODATIONS = """
            insert into accommodations (trip_id, name, check_in_date, check_out_date, total_price)
            select t.id, 'House ' || n, t.start_date, t.end_date, 480
              from trips t, generate_series(1, 2) n
             where not exists (select from accommodations a where a.trip_id = t.id)
            """;

    private int trips() throws SQLException {
        return Integer.parseInt(only("select count(*) from trips"));
    }

    private String trip(int flights) throws SQLException {
        String id = only("insert into trips (user_id, title) values ('%s', 'Many flights') returning id"
                .formatted(owners.get(0).id()));
        execute("""
                insert into flights (trip_id, airline, flight_number, departure_time, arrival_time, price)
                select '%s', 'TAP', 'TP' || n, timestamptz '2026-01-01' + n * interval '1 hour',
                       timestamptz '2026-01-01' + n * interval '2 hours', 99
                  from generate_series(1, %d) n
                """.formatted(id, flights), "vacuum analyze flights");
        return id;
    }

    private String chat(int messages) throws SQLException {
        String id =
                only("insert into chat_sessions (user_id, title, message_count) values ('%s', 'Long', %d) returning id"
                        .formatted(owners.get(0).id(), messages));
        execute("""
                insert into chat_messages (session_id, role, content, position, created_at)
                select '%s', 'user', 'Message ' || n || repeat(' and so on', 10), n, timestamptz '2026-01-01' + n * interval '1 second'
                  from generate_series(1, %d) n
                """.formatted(id, messages), "vacuum analyze chat_messages");
        return id;
    }

    /** As somebody whose rows no trigger looks at, as a restored dump is loaded. */
    private void execute(String... statements) throws SQLException {
        try (Connection connection = TestPostgres.shared().connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private String only(String sql) throws SQLException {
        try (Connection connection = TestPostgres.shared().connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            try (var rows = statement.executeQuery(sql)) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
