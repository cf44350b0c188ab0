package com.tripsage.gateway.benchmark;

import com.tripsage.gateway.GatewayProcess;
import com.tripsage.gateway.TestPostgres;
import com.tripsage.gateway.http.RawConnection;
import com.tripsage.gateway.websocket.SocketClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a normal client notices of a hostile one: how long its mutations, its events and its reads take, alone and beside
 * each of four attacks.
 *
 * <p>{@code mvn test -Dtest=FairnessBenchmark} prints a table and leaves it in {@code target/fairness.md}.
 * {@code -Dseconds} is how long each is measured, 15.
 */
class FairnessBenchmark {

    private static final int SECONDS = Integer.getInteger("seconds", 15);
    private static final int SIMILAR = Integer.getInteger("similar", 55);
    private static final String READ = Client.body(
            "{ trips(first: 20) { edges { node { id title flights { id } accommodations { id } } } } }", Map.of());
    private static final String TITLES = "subscription { tripEvents { kind trip { title } } }";

    private final String database = TestPostgres.shared().createDatabase();
    private final Owner normal = new Owner(1, Space.CLUSTERED, 0);
    private final Owner hostile = new Owner(2, Space.CLUSTERED, 0);
    private final Report report = new Report();
    private final List<String> trips = new ArrayList<>();

    @AfterEach
    void forget() {
        TestPostgres.shared().dropDatabase(database);
    }

    @Test
    void beside() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.started("fairness", database)) {
            prepare(gateway.port());
            report.row("beside", "mutations", "their ms p50", "p95", "most", "events", "reads", "not ready", "refused");
            report.row("---", "--:", "--:", "--:", "--:", "--:", "--:", "--:", "--:");
            measure(gateway.port(), "warming up", over -> {});
            measure(gateway.port(), "nobody", over -> {});
            measure(
                    gateway.port(),
                    "20 subscriptions with heavy documents",
                    over -> subscriptions(gateway.port(), over));
            measure(gateway.port(), "60 connections whose mutations deadlock", over -> deadlocks(gateway.port(), over));
            measure(gateway.port(), "30 requests a second that are left", over -> abandoned(gateway.port(), over));
            measure(gateway.port(), "100 connections with heavy queries", over -> heavy(gateway.port(), over));
        }
        report.writeTo("fairness.md");
    }

    private void prepare(int port) throws SQLException {
        var client = new Client(port, hostile.token());
        new Client(port, normal.token()).send(create("first"));
        for (int n = 0; n < 120; n++) {
            trips.add(client.send(create("Trip " + n)).at("/createTrip/trip/id").stringValue());
        }
        try (Connection connection = TestPostgres.shared().connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into trip_embeddings (trip_id, embedding, embedding_model)
                    select t.id, array_agg(random())::vector(1536), 'a model'
                      from trips t, generate_series(1, 1536)
                     where t.title like 'Trip %'
                     group by t.id
                    """);
        }
    }

    private void measure(int port, String name, Attack attack) throws Exception {
        var over = new CountDownLatch(1);
        Thread attacker = Thread.ofVirtual().start(() -> {
            try {
                attack.during(over);
            } catch (Exception e) {
                System.out.println(name + ": " + e);
            }
        });
        Thread.sleep(2000);
        var mutations = new Times();
        var reads = new Times();
        var events = new Times();
        int refused = 0;
        int notReady = 0;
        var client = new Client(port, normal.token());
        try (SocketClient listener = SocketClient.acknowledged(port, normal.token())) {
            listener.send(SocketClient.subscribe("a", TITLES));
            listener.next();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            for (int n = 0; System.nanoTime() < end; n++) {
                Thread.sleep(50);
                Client.Answer made = client.send(create("by the way " + n));
                long answered = System.nanoTime();
                mutations.add(made.nanos());
                if (made.isError()) {
                    refused++;
                    System.out.println(made.text());
                } else {
                    listener.next();
                    events.add(System.nanoTime() - answered + made.nanos());
                }
                reads.add(client.send(READ).nanos());
                notReady += isReady(port) ? 0 : 1;
            }
        } finally {
            over.countDown();
        }
        attacker.join(Duration.ofSeconds(30));
        report.row(
                name,
                mutations.count(),
                mutations.millis(50),
                mutations.millis(95),
                mutations.millis(100),
                events.millis(50) + " / " + events.millis(95),
                reads.millis(50) + " / " + reads.millis(95),
                notReady,
                refused);
        Thread.sleep(3000);
    }

    private void subscriptions(int port, CountDownLatch over) throws Exception {
        String similar = "similarTrips(first: " + SIMILAR + ") { score trip { title ";
        try (SocketClient socket = SocketClient.acknowledged(port, hostile.token())) {
            for (int n = 0; n < 20; n++) {
                socket.send(SocketClient.subscribe(
                        "s" + n,
                        "subscription { e" + n + ": tripEvents { trip { " + similar + similar + "} } } } } } }"));
            }
            Thread.startVirtualThread(() -> {
                try {
                    while (!socket.isClosed()) {
                        socket.next();
                    }
                } catch (InterruptedException | RuntimeException e) {
                    // nothing came for a while
                }
            });
            var client = new Client(port, hostile.token());
            while (!over.await(1, TimeUnit.SECONDS)) {
                client.send(rename(trips.get(0)));
            }
        }
    }

    private void deadlocks(int port, CountDownLatch over) throws InterruptedException {
        String one = trips.get(0);
        String other = trips.get(1);
        everywhere(60, over, n -> {
            String first = n % 2 == 0 ? one : other;
            String second = n % 2 == 0 ? other : one;
            new Client(port, hostile.token())
                    .send(Client.body(
                            "mutation { a: updateTrip(input: { id: \"" + first + "\", title: \"a\" }) { trip { id } }"
                                    + " b: updateTrip(input: { id: \"" + second
                                    + "\", title: \"b\" }) { trip { id } } }",
                            Map.of()));
        });
    }

    private void abandoned(int port, CountDownLatch over) throws Exception {
        String body = rename(trips.get(2));
        try (Connection locking = TestPostgres.shared().connect(database);
                Statement statement = locking.createStatement()) {
            locking.setAutoCommit(false);
            statement.execute("select from trips where id = '" + trips.get(2) + "' for update");
            while (!over.await(33, TimeUnit.MILLISECONDS)) {
                Thread.startVirtualThread(() -> leave(port, body));
            }
            locking.rollback();
        }
    }

    private void leave(int port, String body) {
        try (var connection = new RawConnection(port)) {
            connection.send("POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + hostile.token()
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            Thread.sleep(50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void heavy(int port, CountDownLatch over) throws InterruptedException {
        String similar = "similarTrips(first: " + SIMILAR + ") { score trip { title ";
        String body =
                Client.body("{ trip(id: \"" + trips.get(0) + "\") { " + similar + similar + "} } } } } }", Map.of());
        everywhere(100, over, n -> new Client(port, hostile.token()).send(body));
    }

    private static void everywhere(int connections, CountDownLatch over, Repeated work) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int n = 0; n < connections; n++) {
            int number = n;
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    // Whoever is refused comes again soon.
                    while (!over.await(20, TimeUnit.MILLISECONDS)) {
                        work.of(number);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static boolean isReady(int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        }
    }

    private static String create(String title) {
        return Client.body(
                "mutation ($title: String!) { createTrip(input: { title: $title }) { trip { id } } }",
                Map.of("title", title));
    }

    private static String rename(String trip) {
        return Client.body(
                "mutation ($id: ID!) { updateTrip(input: { id: $id, description: null }) { trip { id } } }",
                Map.of("id", trip));
    }

    /** What somebody does until the measuring is over. */
    private interface Attack {

        void during(CountDownLatch over) throws Exception;
    }

    /** What is done on each connection again and again. */
    private interface Repeated {

        void of(int connection);
    }
}
