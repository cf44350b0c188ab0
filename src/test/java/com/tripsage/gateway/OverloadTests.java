package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.live.Listener;
import com.tripsage.gateway.live.ListeningGateway;
import com.tripsage.gateway.security.Tokens;
import io.micrometer.core.instrument.Counter;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** More than the gateway can do at once. */
@DirtiesContext
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

    @Test
    void turnsAwayWhatIsTooMuchAtOnceAndFinishesWhatHasBegun() throws Exception {
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
            waiting = List.of(
                    Wire.of(port, ada).sendAsync(rename), Wire.of(port, ada).sendAsync(rename));
            Superuser.awaitLocked(environment, 2);

            isRefused(Wire.of(port, ada).sendAsync(READ).join(), 429, "RATE_LIMITED");
            isRefused(onASocket(ada), "RATE_LIMITED");

            // Others are served, also by the connection that is left.
            assertThat(Wire.of(port, cleo).sendAsync(READ).join().statusCode()).isEqualTo(200);
            CompletableFuture<HttpResponse<String>> last = Wire.of(port, bob).sendAsync(rename);
            Superuser.awaitLocked(environment, 3);

            isRefused(Wire.of(port, cleo).sendAsync(READ).join(), 503, "UNAVAILABLE");
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
        assertThat(Wire.of(port, ada).sendAsync(READ).join().statusCode()).isEqualTo(200);
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

    private double rejected() {
        return meters.get("gateway.operations.rejected").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
