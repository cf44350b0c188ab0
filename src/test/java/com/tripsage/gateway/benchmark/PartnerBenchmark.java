package com.tripsage.gateway.benchmark;

import com.tripsage.gateway.GatewayProcess;
import com.tripsage.gateway.TestPostgres;
import com.tripsage.gateway.security.Scopes;
import com.tripsage.gateway.security.Tokens;
import com.tripsage.gateway.webhook.Receiver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What partners' programs get from one gateway: events a second to an endpoint on this machine, of one webhook and of many, and the time of
 * a small request by each kind of token, which is what scopes and access tokens cost.
 *
 * <p>{@code mvn test -Dtest=PartnerBenchmark} prints a table and leaves it in {@code target/partners.md}. {@code -Devents} of each number of
 * webhooks, 4,000, and {@code -Drequests} of each kind of token, 3,000.
 */
class PartnerBenchmark {

    private static final int EVENTS = Integer.getInteger("events", 4000);
    private static final int REQUESTS = Integer.getInteger("requests", 3000);

    private static final String VIEWER = Client.body("{ viewer { id } }", Map.of());

    private final TestPostgres postgres = TestPostgres.shared();
    private final String database = postgres.createDatabase();
    private final Report report = new Report();

    @AfterEach
    void forget() {
        postgres.dropDatabase(database);
    }

    @Test
    void measures() throws IOException, InterruptedException {
        try (GatewayProcess gateway = GatewayProcess.started("partners", database)) {
            deliver(gateway, 8, EVENTS / 4);
            report.row("webhooks", "events", "events a second");
            report.row("--:", "--:", "--:");
            for (int webhooks : List.of(1, 8, 32)) {
                report.row(webhooks, EVENTS, Math.round(deliver(gateway, webhooks, EVENTS)));
            }
            report.line("");
            report.row("token", "median ms", "95 % within ms");
            report.row("---", "--:", "--:");
            request(gateway).forEach((kind, times) -> report.row(kind, times.millis(50), times.millis(95)));
        }
        report.writeTo("partners.md");
    }

    /** Events a second, from the first arrival to the last, of webhooks of a user each. */
    private double deliver(GatewayProcess gateway, int webhooks, int events) throws InterruptedException {
        List<UUID> users = new ArrayList<>();
        var arrived = new CountDownLatch(events);
        var first = new AtomicLong();
        try (Receiver receiver = new Receiver()) {
            receiver.answer(_ -> {
                first.compareAndSet(0, System.nanoTime());
                arrived.countDown();
                return 204;
            });
            for (int n = 0; n < webhooks; n++) {
                UUID user = UUID.randomUUID();
                users.add(user);
                new Client(gateway.port(), jwt(user, false))
                        .send(Client.body(
                                "mutation ($url: String!) { createWebhook(input: { url: $url }) { webhook { id } } }",
                                Map.of("url", receiver.url("/" + n))))
                        .at("/createWebhook/webhook/id");
            }
            String ids = String.join(",", users.stream().map(UUID::toString).toList());
            postgres.execute(
                    database,
                    "insert into trips (user_id, title) select u, 'Trip ' || n from unnest('{%s}'::uuid[]) u, generate_series(1, %d) n"
                            .formatted(ids, events / webhooks));
            arrived.await();
            return (events - 1) / ((System.nanoTime() - first.get()) / 1e9);
        }
    }

    private static Map<String, Times> request(GatewayProcess gateway) {
        UUID user = UUID.randomUUID();
        Map<String, Client> clients = new LinkedHashMap<>();
        clients.put("a JWT without scopes", new Client(gateway.port(), jwt(user, false)));
        clients.put("a JWT with scopes", new Client(gateway.port(), jwt(user, true)));
        String secret = new Client(gateway.port(), jwt(user, false))
                .send(Client.body(
                        "mutation { createAccessToken(input: { name: \"A program\", scopes: [\"account:read\"] }) { secret } }",
                        Map.of()))
                .at("/createAccessToken/secret")
                .stringValue();
        clients.put("an access token", new Client(gateway.port(), secret));
        Map<String, Times> times = new LinkedHashMap<>();
        for (int n = 0; n < 2 * REQUESTS; n++) {
            boolean isWarm = n >= REQUESTS;
            clients.forEach((kind, client) -> {
                Client.Answer answer = client.send(VIEWER);
                answer.at("/viewer/id");
                if (isWarm) {
                    times.computeIfAbsent(kind, _ -> new Times()).add(answer.nanos());
                }
            });
        }
        return times;
    }

    private static String jwt(UUID user, boolean withScopes) {
        var claims = Tokens.claims().subject(user.toString()).claim("email", user + "@example.com");
        if (withScopes) {
            claims.claim("scope", String.join(" ", Scopes.ALL.names()));
        }
        return Tokens.signed(claims.build());
    }
}
