package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.live.Listener;
import com.tripsage.gateway.live.ListeningGateway;
import com.tripsage.gateway.security.Tokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** More than the gateway can do at once. */
@DirtiesContext
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestPropertySource(
        properties = {
            "gateway.limits.concurrent-operations=3",
            "gateway.limits.request-timeout=2s",
            "gateway.live.concurrency=1",
            "spring.datasource.hikari.maximum-pool-size=6"
        })
class OverloadTests extends ListeningGateway {

    private static final String READ = "{ trips { totalCount } }";
    private static final int SUBSCRIBERS = 5000;

    private final HttpClient http = HttpClient.newHttpClient();

    @AfterAll
    void close() {
        http.close();
    }

    @Test
    void turnsAwayWhatIsTooMuchAtOnceAndFinishesWhatHasBegun() throws SQLException {
        Traveller ada = Traveller.known(port);
        Traveller bob = Traveller.known(port);
        Traveller cleo = Traveller.known(port);
        UUID trip = ada.createTrip("Oslo");
        ada.share(trip, bob, "EDITOR");
        String rename = "mutation { updateTrip(input: { id: \"" + trip + "\", status: BOOKED }) { trip { status } } }";
        double before = rejected();
        List<CompletableFuture<HttpResponse<String>>> waiting;

        try (Connection other = Superuser.begin(environment);
                Statement statement = other.createStatement()) {
            statement.execute("select from trips where id = '" + trip + "' for update");
            waiting = List.of(send(ada, rename), send(ada, rename));
            Superuser.awaitLocked(environment, 2);

            isRefused(send(ada, READ).join(), 429, "RATE_LIMITED");
            isRefused(onASocket(ada), "RATE_LIMITED");

            // Others are served, also by the connection that is left.
            assertThat(send(cleo, READ).join().statusCode()).isEqualTo(200);
            CompletableFuture<HttpResponse<String>> last = send(bob, rename);
            Superuser.awaitLocked(environment, 3);

            isRefused(send(cleo, READ).join(), 503, "UNAVAILABLE");
            isRefused(onASocket(cleo), "UNAVAILABLE");

            assertThat(rejected() - before).isEqualTo(4);
            assertThat(isReady()).isTrue();
            other.rollback();
            assertThat(last.join().body()).contains("BOOKED");
        }
        assertThat(waiting).allSatisfy(one -> {
            HttpResponse<String> answer = one.join();
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("BOOKED");
        });
        assertThat(send(ada, READ).join().statusCode()).isEqualTo(200);
    }

    private static void isRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        isRefused(Wire.JSON.readTree(answer.body()).at("/errors"), code);
    }

    private static void isRefused(JsonNode errors, String code) {
        assertThat(errors.at("/0/extensions/code").stringValue()).isEqualTo(code);
        assertThat(errors.at("/0/extensions/retryAfterMs").intValue()).isEqualTo(1000);
    }

    private JsonNode onASocket(Traveller traveller) {
        return Listener.to(operations, callers, traveller.token(), READ, Map.of())
                .message()
                .body();
    }

    private boolean isReady() {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                        .join()
                        .statusCode()
                == 200;
    }

    /** Together they need the connections for longer than each of them may take. */
    @Test
    void subscribersThatComeAtOnceAllBegin() {
        List<Listener> listeners = new CopyOnWriteArrayList<>();

        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < SUBSCRIBERS; n++) {
                UUID id = UUID.randomUUID();
                String token = Tokens.signed(Tokens.claims()
                        .subject(id.toString())
                        .claim("email", id + "@example.com")
                        .build());
                executor.execute(
                        () -> listeners.add(Listener.to(operations, callers, token, Listener.TRIP_EVENTS, Map.of())));
            }
        }

        assertThat(listeners).hasSize(SUBSCRIBERS);
        listeners.forEach(listener ->
                assertThat(listener.event().path("kind").stringValue()).isEqualTo("SUBSCRIBED"));
        listeners.forEach(Listener::cancel);
    }

    private CompletableFuture<HttpResponse<String>> send(Traveller traveller, String document) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/graphql"))
                .header("Authorization", "Bearer " + traveller.token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Wire.JSON.writeValueAsString(Map.of("query", document))))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private double rejected() {
        return meters.counter("gateway.operations.rejected").count();
    }
}
