package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.http.RawConnection;
import com.tripsage.gateway.security.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Little that becomes much, of every kind at once, sent to a gateway with 256 MiB of heap beside a normal client. */
class SmallHeapTests {

    private static final Duration LOAD = Duration.ofSeconds(Integer.getInteger("small-heap.seconds", 15));

    private static final String SET_METADATA =
            "mutation ($id: ID!, $json: JSON) { updateTrip(input: { id: $id, metadata: $json }) { trip { id } } }";

    private final String database = TestPostgres.shared().createDatabase();
    private final JdbcClient sql = JdbcClient.create(new DriverManagerDataSource(
            TestPostgres.shared().jdbcUrl(database),
            TestPostgres.shared().ownerUser(),
            TestPostgres.shared().ownerPassword()));
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<RawConnection> connections = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> outcomes = new ConcurrentHashMap<>();
    private int port;

    @AfterEach
    void end() throws IOException {
        hangUp();
        http.close();
        TestPostgres.shared().dropDatabase(database);
    }

    @Test
    void survivesEveryKindAtOnce() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.started("small-heap", database)) {
            port = gateway.port();
            Map<String, Callable<Void>> kinds = kinds();
            String normal = token();
            long deadline = System.nanoTime() + LOAD.toNanos();
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> hostile = new ArrayList<>();
                kinds.forEach((name, attack) -> hostile.add(executor.submit(() -> repeat(attack, deadline))));
                List<Integer> answers = new ArrayList<>();
                while (System.nanoTime() < deadline) {
                    answers.add(post(normal, "{ trips(first: 10) { totalCount } }", "{}")
                            .statusCode());
                    answers.add(
                            post(normal, "mutation { createTrip(input: { title: \"Porto\" }) { trip { id } } }", "{}")
                                    .statusCode());
                    Thread.sleep(50);
                }
                for (Future<?> one : hostile) {
                    one.get();
                }
                assertThat(answers).isNotEmpty().containsOnly(200);
            }
            hangUp();

            assertThat(new TreeMap<>(outcomes)).as("what became of it").containsKey("429");
            assertThat(sql.sql("select count(*) from trips where title = 'Porto'")
                            .query(Long.class)
                            .single())
                    .isPositive();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(held(gateway)).isZero());
            assertThat(Files.readString(gateway.log())).doesNotContain("OutOfMemoryError");
        }
    }

    /** Every one with a caller of its own. */
    private Map<String, Callable<Void>> kinds() throws Exception {
        String rich = owner(100, "a".repeat(100_000), "{}");
        String lists = IntStream.range(0, 30)
                .mapToObj(n -> "f%d: trips(first: 100) { edges { node { description } } }".formatted(n))
                .collect(Collectors.joining(" ", "{ ", " }"));
        String oneList = "{ trips(first: 100) { edges { node { description } } } }";
        String watcher = owner(1, "", "{}");
        UUID watched = sql.sql("select id from trips order by created_at desc limit 1")
                .query(UUID.class)
                .single();
        String echo = "query ($json: JSON) { trips { totalCount } }";
        Map<String, Callable<Void>> kinds = new TreeMap<>();
        kinds.put("many lists", () -> count("many lists", post(rich, lists, "{}")));
        kinds.put("readers that don't read", () -> {
            for (int n = 0; n < 20; n++) {
                open().send(request(rich, body(oneList, "{}")));
            }
            Thread.sleep(2000);
            return null;
        });
        kinds.put("large events", largeEvents(watcher, watched));
        kinds.put("numbers", fixed(body(SET_METADATA, "{\"json\":" + list("1e400", 650_000) + "}")));
        kinds.put("objects", fixed(body(echo, "{\"json\":" + list("{}", 5_000_000) + "}")));
        kinds.put("nulls", fixed(body(echo, "{\"json\":" + list("null", 3_000_000) + "}")));
        kinds.put("stalled bodies", () -> {
            String token = token();
            for (int n = 0; n < 150; n++) {
                RawConnection connection = open();
                connection.send(head(token, 999_000) + "{\"query\":\"" + "a".repeat(900_000));
            }
            Thread.sleep(2000);
            return null;
        });
        kinds.put("documents", () -> {
            String token = token();
            for (int n = 0; n < 50; n++) {
                String fields =
                        "a%s: title ".formatted(UUID.randomUUID().toString().replace("-", ""));
                count("documents", post(token, "{ trips { edges { node { " + fields.repeat(600) + " } } } }", "{}"));
            }
            return null;
        });
        kinds.put("messages before a token", () -> {
            for (int n = 0; n < 200; n++) {
                RawConnection socket = RawConnection.webSocket(port);
                connections.add(socket);
                socket.send("\u0001\u00fe\u00f0\u0000\0\0\0\0" + "a".repeat(60_000));
            }
            Thread.sleep(1000);
            return null;
        });
        kinds.put(
                "wrong inputs",
                fixed(body(
                        "mutation ($inputs: [AddMemoryInput!]!) { addMemories(inputs: $inputs) { outcomes } }",
                        "{\"inputs\":" + list("{\"a\":0}", 400_000) + "}")));
        String name = "b".repeat(60_000);
        kinds.put(
                "one text in many places",
                () -> count(
                        "one text",
                        post(
                                token(),
                                IntStream.range(0, 30)
                                        .mapToObj(n ->
                                                "f%d: createTrip(input: { title: \"T\", description: $t }) { trip { id } }"
                                                        .formatted(n))
                                        .collect(Collectors.joining(" ", "mutation ($t: String) { ", " }")),
                                "{\"t\":\"" + name + "\"}")));
        return kinds;
    }

    /** A subscriber of a trip that is large, and that is changed again and again. */
    private Callable<Void> largeEvents(String token, UUID trip) throws Exception {
        String large = body(SET_METADATA, "{\"id\":\"" + trip + "\",\"json\":\"" + "m".repeat(3_900_000) + "\"}");
        count("large trip", send(token, large));
        String subscription = body(
                "subscription ($id: ID) { tripEvents(tripId: $id) { kind trip { metadata title } } }",
                "{\"id\":\"" + trip + "\"}");
        RawConnection stream = open();
        stream.send(request(token, subscription).replace("application/json\r\nA", "text/event-stream\r\nA"));
        String changes = IntStream.range(0, 30)
                .mapToObj(n ->
                        "f%d: updateTrip(input: { id: \"%s\", title: \"%d\" }) { trip { id } }".formatted(n, trip, n))
                .collect(Collectors.joining(" ", "mutation { ", " }"));
        return () -> count("changes", post(token, changes, "{}"));
    }

    private Callable<Void> fixed(String body) {
        String token = token();
        return () -> count(body.substring(0, 30), send(token, body));
    }

    private Void repeat(Callable<Void> attack, long deadline) {
        while (System.nanoTime() < deadline) {
            try {
                attack.call();
                Thread.sleep(20);
            } catch (Exception refused) {
                outcomes.merge("no answer", 1, Integer::sum);
            }
        }
        return null;
    }

    private Void count(String ignored, HttpResponse<String> answer) {
        outcomes.merge(String.valueOf(answer.statusCode()), 1, Integer::sum);
        return null;
    }

    /** Somebody with so many trips. */
    private String owner(int trips, String description, String metadata) {
        UUID id = UUID.randomUUID();
        sql.sql("insert into users (id, email) values (?, ?)")
                .params(id, id + "@example.com")
                .update();
        sql.sql("insert into trips (user_id, title, description, metadata)"
                        + " select ?, 'T', ?, cast(? as jsonb) from generate_series(1, ?)")
                .params(id, description, metadata, trips)
                .update();
        return token(id);
    }

    private static String token() {
        return token(UUID.randomUUID());
    }

    private static String token(UUID id) {
        return Tokens.signed(Tokens.claims()
                .subject(id.toString())
                .claim("email", id + "@example.com")
                .build());
    }

    private HttpResponse<String> post(String token, String document, String variables) throws Exception {
        return send(token, body(document, variables));
    }

    private HttpResponse<String> send(String token, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/graphql"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(20))
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private RawConnection open() throws IOException {
        RawConnection connection = new RawConnection(port);
        connections.add(connection);
        return connection;
    }

    private void hangUp() throws IOException {
        for (RawConnection connection : connections) {
            connection.close();
        }
        connections.clear();
    }

    private static String request(String token, String body) {
        return head(token, body.length()) + body;
    }

    private static String head(String token, int length) {
        return "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: application/json\r\n"
                + "Authorization: Bearer " + token + "\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static String body(String document, String variables) {
        return "{\"query\":" + Wire.JSON.writeValueAsString(document) + ",\"variables\":" + variables + "}";
    }

    private static String list(String element, int count) {
        return "[" + (element + ",").repeat(count - 1) + element + "]";
    }

    private double held(GatewayProcess gateway) throws IOException, InterruptedException {
        return gateway.metrics()
                .lines()
                .filter(line -> line.startsWith("gateway_memory_budget_held_bytes"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
