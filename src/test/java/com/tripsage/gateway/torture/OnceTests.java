package com.tripsage.gateway.torture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.GatewayProcess;
import com.tripsage.gateway.TestPostgres;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.security.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Every trip is made once, and none that was acknowledged is lost: while replies of two gateways get lost, and one of them is killed twice,
 * clients send the same request with the same key until they have an answer. {@code -Donce.trips=10000} makes more of them.
 */
class OnceTests {

    private static final int TRIPS = Integer.getInteger("once.trips", 500);

    private static final int CLIENTS = 16;

    private static final String CREATE =
            "mutation ($input: CreateTripInput!) { createTrip(input: $input) { trip { id title } } }";

    private final String database = TestPostgres.shared().createDatabase();
    private final JdbcClient sql = JdbcClient.create(new DriverManagerDataSource(
            TestPostgres.shared().jdbcUrl(database),
            TestPostgres.shared().ownerUser(),
            TestPostgres.shared().ownerPassword()));
    private final List<GatewayProcess> gateways = new ArrayList<>();
    private final List<LossyConnections> ways = new ArrayList<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger replays = new AtomicInteger();
    private final AtomicInteger conflicts = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();

    @AfterEach
    void end() throws IOException {
        http.shutdownNow();
        for (LossyConnections way : ways) {
            way.close();
        }
        gateways.forEach(GatewayProcess::close);
        TestPostgres.shared().dropDatabase(database);
    }

    @Test
    void everyTripIsMadeOnce() throws Exception {
        for (String name : List.of("once-A", "once-B")) {
            GatewayProcess gateway = GatewayProcess.started(name, database);
            gateways.add(gateway);
            ways.add(new LossyConnections(gateway.port()));
        }
        long begin = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(CLIENTS + 1)) {
            List<Future<?>> clients = Stream.generate(() -> (Runnable) this::makeTrips)
                    .limit(CLIENTS)
                    .<Future<?>>map(threads::submit)
                    .toList();
            for (int part = 1; part <= 2; part++) {
                awaitAcknowledged(part * TRIPS / 3, clients);
                gateways.getFirst().kill();
                gateways.getFirst().start();
            }
            for (Future<?> client : clients) {
                client.get();
            }
        }
        System.out.printf(
                "%d trips with %d requests in %d s; replies lost: %d, replays: %d, conflicts: %d, other refusals: %d%n",
                TRIPS,
                requests.get(),
                Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
                ways.stream().mapToLong(LossyConnections::lost).sum(),
                replays.get(),
                conflicts.get(),
                refusals.get());
        judge();
    }

    private void judge() {
        assertThat(acknowledged).hasSize(TRIPS);
        List<String> stored = sql.sql("select concat(title, ' ', id) from trips")
                .query((row, _) -> String.valueOf(row.getString(1)))
                .list();
        assertThat(stored)
                .as("a trip that was made twice is here once more, and one that was lost is missing")
                .containsExactlyInAnyOrderElementsOf(acknowledged.entrySet().stream()
                        .map(trip -> trip.getKey() + " " + trip.getValue())
                        .toList());
        assertThat(replays).hasPositiveValue();
    }

    private void awaitAcknowledged(int count, List<Future<?>> clients) throws InterruptedException {
        while (acknowledged.size() < count && !clients.stream().allMatch(Future::isDone)) {
            Thread.sleep(20);
        }
    }

    private void makeTrips() {
        UUID user = UUID.randomUUID();
        String token = Tokens.signed(Tokens.claims()
                .subject(user.toString())
                .claim("email", user + "@example.com")
                .expirationTime(Tokens.inSeconds(86_400))
                .build());
        for (int trip = next.getAndIncrement(); trip < TRIPS; trip = next.getAndIncrement()) {
            makeTrip(token, "Trip " + trip, UUID.randomUUID().toString());
        }
    }

    private void makeTrip(String token, String title, String key) {
        String body = Wire.JSON.writeValueAsString(
                Map.of("query", CREATE, "variables", Map.of("input", Map.of("title", title))));
        for (int attempt = 0; ; attempt++) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                            + ways.get((title.hashCode() + attempt) & 1).port() + "/graphql"))
                    .timeout(Duration.ofSeconds(20))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", key)
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            requests.incrementAndGet();
            try {
                if (isAcknowledged(title, http.send(request, HttpResponse.BodyHandlers.ofString()))) {
                    return;
                }
                Thread.sleep(100);
            } catch (IOException | JacksonException lost) {
                // to the other gateway
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private boolean isAcknowledged(String title, HttpResponse<String> response) {
        JsonNode answer = Wire.JSON.readTree(response.body());
        JsonNode trip = answer.at("/data/createTrip/trip");
        if (!trip.isObject()) {
            String code = answer.at("/errors/0/extensions/code").asString();
            assertThat(code).as(response.body()).isIn("CONFLICT", "UNAVAILABLE", "TIMEOUT", "RATE_LIMITED");
            (code.equals("CONFLICT") ? conflicts : refusals).incrementAndGet();
            return false;
        }
        assertThat(trip.path("title").stringValue()).isEqualTo(title);
        response.headers().firstValue("Idempotency-Replayed").ifPresent(_ -> replays.incrementAndGet());
        acknowledged.put(title, trip.path("id").stringValue());
        return true;
    }
}
