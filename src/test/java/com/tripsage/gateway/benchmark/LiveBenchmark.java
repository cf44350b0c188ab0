package com.tripsage.gateway.benchmark;

import com.tripsage.gateway.GatewayProcess;
import com.tripsage.gateway.TestPostgres;
import com.tripsage.gateway.security.Tokens;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * How soon subscribers know of changes, and what many subscribers cost. The gateways are {@code target/gateway.jar}, which
 * {@code mvn package} makes, and share the machine with PostgreSQL and with this client.
 *
 * <p>{@code mvn test -Dtest=LiveBenchmark} prints tables and leaves them in {@code target/live.md}. {@code -Dseconds} is how
 * long changes are made, 30, {@code -Didle} how many subscriptions are held, 10,000, and {@code -Dhold} for how many
 * seconds, 300.
 */
class LiveBenchmark {

    private static final int SECONDS = Integer.getInteger("seconds", 30);
    private static final int IDLE = Integer.getInteger("idle", 10_000);
    private static final Duration HOLD = Duration.ofSeconds(Integer.getInteger("hold", 300));

    private static final int SUBSCRIBERS = 1000;

    /** Who sees a trip: its owner and members. */
    private static final int FELLOWS = 5;

    private static final int CHANGES_A_SECOND = 200;

    private static final Duration WARM_UP = Duration.ofSeconds(45);

    private static final int SQL_CONNECTIONS = 4;

    private static final String EVENTS =
            "subscription { tripEvents { cursor kind tripId occurredAt changedFields trip { title status version } } }";

    private static final String UPDATE =
            "mutation ($id: ID!, $title: String!) { updateTrip(input: {id: $id, title: $title}) { trip { id } } }";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String database = TestPostgres.shared().createDatabase();
    private final JdbcClient sql = JdbcClient.create(new DriverManagerDataSource(
            TestPostgres.shared().jdbcUrl(database),
            TestPostgres.shared().ownerUser(),
            TestPostgres.shared().ownerPassword()));
    private final Report report = new Report();

    @AfterEach
    void forget() {
        TestPostgres.shared().dropDatabase(database);
    }

    @Test
    void isLive() throws IOException, InterruptedException {
        try (GatewayProcess gateway = GatewayProcess.packaged("first", database, 512)) {
            List<Owner> owners = owners(Math.max(IDLE, SUBSCRIBERS));
            // The first of all: its memory is that of a gateway that has done nothing yet.
            holdIdle(gateway, owners);
            comeAtOnce(gateway, owners);
            List<UUID> trips = trips(owners);
            try (GatewayProcess another = GatewayProcess.packaged("another", database, 512)) {
                tellSoon(gateway, another, owners, trips);
            }
            tellOneTrip(gateway, owners, trips.get(0));
        }
        report.writeTo("live.md");
    }

    private List<Owner> owners(int count) {
        sql.sql("insert into users (id, email) select * from unnest(?::uuid[], ?::text[])")
                .param(IntStream.range(0, count).mapToObj(n -> owner(n).id()).toArray(UUID[]::new))
                .param(IntStream.range(0, count).mapToObj(n -> owner(n).email()).toArray(String[]::new))
                .update();
        return IntStream.range(0, count).mapToObj(LiveBenchmark::owner).toList();
    }

    private static Owner owner(int number) {
        return new Owner(number, Space.CLUSTERED, 0);
    }

    /** One for each subscriber, who is a member of the next ones, too. */
    private List<UUID> trips(List<Owner> owners) {
        for (int n = 0; n < SUBSCRIBERS; n++) {
            UUID trip = sql.sql("insert into trips (user_id, title) values (?, 'Oslo') returning id")
                    .param(owners.get(n).id())
                    .query(UUID.class)
                    .single();
            for (int member = 1; member < FELLOWS; member++) {
                sql.sql("insert into trip_members (trip_id, user_id, role) values (?, ?, 'viewer')")
                        .param(trip)
                        .param(owners.get((n + member) % SUBSCRIBERS).id())
                        .update();
            }
        }
        TestPostgres.shared().execute(database, "vacuum analyze");
        return owners.subList(0, SUBSCRIBERS).stream()
                .map(owner -> sql.sql("select id from trips where user_id = ?")
                        .param(owner.id())
                        .query(UUID.class)
                        .single())
                .toList();
    }

    private void tellSoon(GatewayProcess gateway, GatewayProcess another, List<Owner> owners, List<UUID> trips)
            throws IOException, InterruptedException {
        List<String> tokens =
                owners.subList(0, SUBSCRIBERS).stream().map(Owner::token).toList();
        report.line("");
        report.row(
                SUBSCRIBERS + " subscribers, " + CHANGES_A_SECOND + " changes a second",
                "sockets",
                "changes that failed",
                "events",
                "missing",
                "p50 ms since the request",
                "p99",
                "p50 ms since the answer",
                "p99");
        report.row("---", "--:", "--:", "--:", "--:", "--:", "--:", "--:", "--:");
        tellSoon("through the same gateway", gateway, tokens, (title, place) -> new Client(
                        gateway.port(), tokens.get(place))
                .send(update(trips.get(place), title))
                .at(""));
        tellSoon("through another gateway", gateway, tokens, (title, place) -> new Client(
                        another.port(), tokens.get(place))
                .send(update(trips.get(place), title))
                .at(""));
        try (HikariDataSource pool = pool()) {
            JdbcClient pooled = JdbcClient.create(pool);
            tellSoon("in SQL", gateway, tokens, (title, place) -> pooled.sql("update trips set title = ? where id = ?")
                    .param(title)
                    .param(trips.get(place))
                    .update());
        }
    }

    private HikariDataSource pool() {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(TestPostgres.shared().jdbcUrl(database));
        pool.setUsername(TestPostgres.shared().ownerUser());
        pool.setPassword(TestPostgres.shared().ownerPassword());
        pool.setMaximumPoolSize(SQL_CONNECTIONS);
        return pool;
    }

    private void tellSoon(String way, GatewayProcess gateway, List<String> tokens, Change change)
            throws IOException, InterruptedException {
        int changes = SECONDS * CHANGES_A_SECOND;
        var arrivals = new Arrivals(changes, FELLOWS);
        try (Crowd crowd = Crowd.of(url(gateway), tokens, EVENTS, arrivals);
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Thread.sleep(3000);
            warmUp(change);
            // An open loop: the next change does not wait for the one before.
            long begin = System.nanoTime();
            for (int n = 0; n < changes; n++) {
                TimeUnit.NANOSECONDS.sleep(begin + n * (1_000_000_000L / CHANGES_A_SECOND) - System.nanoTime());
                int number = n;
                arrivals.sent(n);
                executor.execute(() -> {
                    change.make("change " + number, number % SUBSCRIBERS);
                    arrivals.answered(number);
                });
            }
            waitFor(arrivals);
            report.row(
                    way,
                    crowd.held(),
                    arrivals.failed(),
                    arrivals.count(),
                    changes * FELLOWS - arrivals.count(),
                    arrivals.sinceSent(0).millis(50),
                    arrivals.sinceSent(0).millis(99),
                    arrivals.sinceAnswered(0).millis(50),
                    arrivals.sinceAnswered(0).millis(99));
        }
    }

    /** Not faster than afterwards, and one after the other: a gateway that has just started would be overrun. */
    private static void warmUp(Change change) throws InterruptedException {
        long begin = System.nanoTime();
        for (int n = 0; System.nanoTime() - begin < WARM_UP.toNanos(); n++) {
            change.make("warm " + n, n % SUBSCRIBERS);
            Thread.sleep(1000 / CHANGES_A_SECOND);
        }
        Thread.sleep(2000);
    }

    private static String update(UUID trip, String title) {
        return Client.body(UPDATE, Map.of("id", trip, "title", title));
    }

    private static void waitFor(Arrivals arrivals) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!arrivals.isComplete() && System.nanoTime() < deadline) {
            Thread.sleep(50);
        }
    }

    /** The owner and the members of one trip, each with as many sockets as make it a thousand. */
    private void tellOneTrip(GatewayProcess gateway, List<Owner> owners, UUID trip)
            throws IOException, InterruptedException {
        int changes = 100;
        List<String> tokens = Stream.concat(
                        owners.subList(0, FELLOWS).stream(),
                        owners.subList(SUBSCRIBERS / 2, SUBSCRIBERS / 2 + 5).stream())
                .flatMap(owner -> Collections.nCopies(SUBSCRIBERS / (2 * FELLOWS), owner.token()).stream())
                .toList();
        for (Owner owner : owners.subList(SUBSCRIBERS / 2, SUBSCRIBERS / 2 + 5)) {
            sql.sql("insert into trip_members (trip_id, user_id, role) values (?, ?, 'viewer')")
                    .param(trip)
                    .param(owner.id())
                    .update();
        }
        var arrivals = new Arrivals(changes, SUBSCRIBERS);
        try (Crowd crowd = Crowd.of(url(gateway), tokens, EVENTS, arrivals)) {
            Thread.sleep(3000);
            double before = metric(gateway, "gateway_live_executed_total");
            for (int n = 0; n < changes; n++) {
                arrivals.sent(n);
                sql.sql("update trips set title = ? where id = ?")
                        .param("change " + n)
                        .param(trip)
                        .update();
                Thread.sleep(200);
            }
            waitFor(arrivals);
            report.line("");
            report.row(
                    "one trip, " + crowd.held() + " subscribers",
                    "events",
                    "lost",
                    "reads of the trip per change",
                    "p50 ms until an event",
                    "p50 ms until the last",
                    "p99");
            report.row("---", "--:", "--:", "--:", "--:", "--:", "--:");
            report.row(
                    changes + " changes in SQL",
                    arrivals.count(),
                    changes * SUBSCRIBERS - arrivals.count(),
                    (metric(gateway, "gateway_live_executed_total") - before) / changes,
                    arrivals.sinceSent(20).millis(50),
                    arrivals.untilTheLast(20).millis(50),
                    arrivals.untilTheLast(20).millis(99));
        }
    }

    private void holdIdle(GatewayProcess gateway, List<Owner> owners) throws IOException, InterruptedException {
        // What the first operation loads is not the price of a subscription.
        try (Crowd first = Crowd.of(url(gateway), List.of(owners.get(0).token()), EVENTS, message -> {})) {
            Thread.sleep(2000);
            report.line(first.held() + " subscription before all others");
        }
        report.line("");
        report.row("idle", "held", "seconds", "resident MiB before", "after", "KiB each", "transactions a second");
        report.row("--:", "--:", "--:", "--:", "--:", "--:", "--:");
        holdIdle(gateway, owners.subList(0, 10), Duration.ofSeconds(30));
        holdIdle(gateway, owners.subList(0, IDLE), HOLD);
    }

    private void holdIdle(GatewayProcess gateway, List<Owner> owners, Duration hold)
            throws IOException, InterruptedException {
        long before = gateway.residentKib();
        List<String> tokens = owners.stream().map(Owner::token).toList();
        try (Crowd crowd = Crowd.of(url(gateway), tokens, EVENTS, message -> {})) {
            Thread.sleep(5000);
            long transactions = transactions();
            Thread.sleep(hold);
            double perSecond = (transactions() - transactions) / (double) hold.toSeconds();
            long after = gateway.residentKib();
            report.row(
                    owners.size(),
                    (int) metric(gateway, "gateway_live_subscriptions"),
                    hold.toSeconds(),
                    decimal(before / 1024.0),
                    decimal(after / 1024.0),
                    decimal((after - before) / (double) crowd.held()),
                    decimal(perSecond));
        }
    }

    private void comeAtOnce(GatewayProcess gateway, List<Owner> owners) throws IOException, InterruptedException {
        while (metric(gateway, "gateway_websocket_connections") > 0) {
            Thread.sleep(100);
        }
        List<String> tokens = owners.subList(0, IDLE).stream().map(Owner::token).toList();
        report.line("");
        report.row("come at once", "subscribed", "seconds until the last");
        report.row("--:", "--:", "--:");
        long begin = System.nanoTime();
        try (Crowd crowd = Crowd.atOnce(url(gateway), tokens, EVENTS)) {
            report.row(IDLE, crowd.held(), decimal((System.nanoTime() - begin) / 1e9));
        }
    }

    private long transactions() {
        return sql.sql("select xact_commit from pg_stat_database where datname = current_database()")
                .query(Long.class)
                .single();
    }

    private static double metric(GatewayProcess gateway, String name) throws IOException, InterruptedException {
        URI metrics = URI.create("http://127.0.0.1:" + gateway.port() + "/actuator/prometheus");
        return HTTP.send(
                        HttpRequest.newBuilder(metrics)
                                .header("Authorization", "Bearer " + Tokens.OPERATOR)
                                .build(),
                        HttpResponse.BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static URI url(GatewayProcess gateway) {
        return URI.create("http://127.0.0.1:" + gateway.port() + "/graphql");
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }

    /** A way to make a change. */
    private interface Change {

        /** Changes one of the trips, and has committed when it returns. */
        void make(String title, int trip);
    }
}
