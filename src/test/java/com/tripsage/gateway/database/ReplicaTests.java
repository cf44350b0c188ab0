package com.tripsage.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.GatewayApplication;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.fernet.TestKeys;
import com.tripsage.gateway.firstrun.PostgresPair;
import com.tripsage.gateway.firstrun.PrivatePostgres;
import com.tripsage.gateway.security.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;

/** A gateway with a primary and a streaming standby, which is held up, frozen, killed and, at the end, promoted. */
@SpringBootTest(classes = GatewayApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = ReplicaTests.OnPair.class)
@DirtiesContext
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplicaTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String TITLES = "{ trips(first: 100) { edges { node { id title } } } }";
    private static final String CREATE = "mutation { createTrip(input: { title: \"Oslo\" }) { trip { id } } }";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static @Nullable PostgresPair pair;

    @LocalServerPort
    private int port;

    @Autowired
    private MeterRegistry meters;

    @AfterAll
    static void stop() {
        pair().close();
    }

    private static PostgresPair pair() {
        return Optional.ofNullable(pair).orElseThrow();
    }

    @BeforeEach
    void replicaAnswers() {
        settled();
    }

    @AfterEach
    void goOn() {
        pair().resume();
    }

    @Test
    void answersQueriesAndSaysHowOldTheyMayBe() {
        Traveller ada = settled();
        holdUp();
        pair().onPrimary("insert into public.trips (user_id, title) values ('%s', 'Bergen')".formatted(ada.id()));

        HttpResponse<String> answer = ask(ada, TITLES);

        assertThat(answer.body()).doesNotContain("Bergen");
        assertThat(Double.parseDouble(answer.headers().firstValue("Data-Age").orElseThrow()))
                .isBetween(0.0, 3.0);
        letGo();
        await().atMost(PATIENCE).until(() -> ask(ada, TITLES).body().contains("Bergen"));
        await().atMost(PATIENCE).until(() -> isFromReplica(ask(ada, TITLES)));
    }

    @Test
    void readsItsOwnWritesFromThePrimaryUntilTheReplicaHasThem() {
        Traveller ada = settled();
        Traveller ben = settled();
        holdUp();

        HttpResponse<String> written = ask(ada, CREATE);
        HttpResponse<String> own = ask(ada, TITLES);

        assertThat(written.headers().firstValue("Data-Age")).isEmpty();
        assertThat(own.body()).contains("Oslo");
        assertThat(isFromReplica(own)).isFalse();
        assertThat(isFromReplica(ask(ben, TITLES))).isTrue();
        letGo();
        await().atMost(PATIENCE).until(() -> isFromReplica(ask(ada, TITLES)));
        assertThat(ask(ada, TITLES).body()).contains("Oslo");
    }

    @Test
    void seesOwnWritesThroughAnotherGatewayByTheirPosition() {
        Traveller ada = settled();
        // what another gateway's caller is to this one: somebody of whose writes it knows nothing
        Traveller elsewhere = settled();
        holdUp();
        String position =
                ask(ada, CREATE).headers().firstValue("Write-Position").orElseThrow();

        assertThat(isFromReplica(ask(elsewhere, TITLES))).isTrue();
        assertThat(isFromReplica(ask(elsewhere, TITLES, "Write-Position", position)))
                .isFalse();
        letGo();
        await().atMost(PATIENCE).until(() -> isFromReplica(ask(elsewhere, TITLES, "Write-Position", position)));
    }

    @Test
    void refusesAPositionThatNoGatewayHasSent() {
        Traveller ada = settled();

        for (String wrong : List.of("", "0/3000060", "00000001 0000000003000060", "z".repeat(24), "1".repeat(5000))) {
            HttpResponse<String> answer = ask(ada, TITLES, "Write-Position", wrong);
            assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
            assertThat(answer.body()).contains("BAD_USER_INPUT", "Write-Position");
        }
        // one of the future, and of another history
        assertThat(isFromReplica(ask(ada, TITLES, "Write-Position", "000000017fffffffffffffff")))
                .isFalse();
        assertThat(isFromReplica(ask(ada, TITLES, "Write-Position", "000000020000000000000001")))
                .isFalse();
    }

    @Test
    void whoWasToldOfAChangeSeesIt() throws Exception {
        Traveller ada = settled();
        try (var stream = new Stream(ada)) {
            await().atMost(PATIENCE).until(() -> stream.kinds().contains("SUBSCRIBED"));
            await().atMost(PATIENCE).until(() -> isFromReplica(ask(ada, TITLES)));
            holdUp();
            pair().onPrimary("insert into public.trips (user_id, title) values ('%s', 'Tromsø')".formatted(ada.id()));
            await().atMost(PATIENCE).until(() -> stream.kinds().contains("TRIP_CREATED"));

            assertThat(ask(ada, TITLES).body()).contains("Tromsø");
        }
    }

    @Test
    void leavesAReplicaThatLagsAndComesBack() {
        Traveller ada = settled();
        holdUp();
        pair().onPrimary("insert into public.trips (user_id, title) values ('%s', 'Hamar')".formatted(ada.id()));

        await().atMost(PATIENCE).until(() -> !isFromReplica(ask(ada, TITLES)));

        assertThat(ask(ada, TITLES).body()).contains("Hamar");
        assertThat(meters.get("gateway.replica.usable").gauge().value()).isZero();
        letGo();
        await().atMost(PATIENCE).until(() -> isFromReplica(ask(ada, TITLES)));
        assertThat(ask(ada, TITLES).body()).contains("Hamar");
    }

    @Test
    void answersWhatOnlyThePrimaryCan() {
        Traveller ada = settled();

        HttpResponse<String> log = ask(ada, "{ tripEventLog(first: 5) { endCursor hasMore } }");

        assertThat(log.body()).contains("endCursor").doesNotContain("errors");
        assertThat(isFromReplica(log)).isFalse();
        await().atMost(PATIENCE).until(() -> isFromReplica(ask(ada, TITLES)));
    }

    @Test
    void whoHasReadTheLogOfEventsSeesWhatItTold() {
        Traveller ada = settled();
        holdUp();
        pair().onPrimary("insert into public.trips (user_id, title) values ('%s', 'Alta')".formatted(ada.id()));

        assertThat(ask(ada, "{ tripEventLog(first: 100) { events { kind } } }").body())
                .contains("TRIP_CREATED");
        assertThat(ask(ada, TITLES).body()).contains("Alta");
    }

    @Test
    void exportsWhatThePageTheAlertsAndTheDashboardName() throws Exception {
        String exported = HTTP.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                                .header("Authorization", "Bearer " + Tokens.OPERATOR)
                                .build(),
                        BodyHandlers.ofString())
                .body();

        for (String page : List.of("docs/operations.md", "docs/prometheus/alerts.yml", "docs/grafana/gateway.json")) {
            assertThat(Pattern.compile("gateway_replica_\\w+")
                            .matcher(Files.readString(Path.of(page)))
                            .results())
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(exported).containsPattern("(?m)^" + name.group() + "[{ ]"));
        }
        assertThat(exported).contains("hikaricp_connections{pool=\"replica\"}");
    }

    @Test
    void nobodyNoticesAReplicaThatHangs() {
        Traveller ada = settled();
        pair().freezeStandby();
        try {
            for (int i = 0; i < 3; i++) {
                assertThat(ask(ada, TITLES).body()).contains("edges").doesNotContain("errors");
            }
            await().atMost(PATIENCE).until(() -> !isFromReplica(ask(ada, TITLES)));
        } finally {
            pair().thawStandby();
        }
        await().atMost(PATIENCE).until(() -> isFromReplica(ask(ada, TITLES)));
    }

    @Test
    void nobodyNoticesThatAReplicaIsKilled() throws Exception {
        Traveller ada = settled();
        var goesOn = new AtomicBoolean(true);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> asked = new ArrayList<>();
            for (int n = 0; n < 4; n++) {
                asked.add(threads.submit(() -> failuresWhile(goesOn, ada)));
            }
            pair().killStandby();
            await().atMost(PATIENCE).until(() -> !isFromReplica(ask(ada, TITLES)));
            goesOn.set(false);
            for (Future<List<String>> each : asked) {
                assertThat(each.get()).isEmpty();
            }
        }
        pair().startStandby();
        await().atMost(PATIENCE).until(() -> isFromReplica(ask(ada, TITLES)));
    }

    private List<String> failuresWhile(AtomicBoolean goesOn, Traveller ada) {
        List<String> failures = new ArrayList<>();
        while (goesOn.get()) {
            String body = ask(ada, TITLES).body();
            if (!body.contains("edges")) {
                failures.add(body);
            }
        }
        return failures;
    }

    /** The primary is killed while callers write and listen, and the standby, which has all that was acknowledged, takes its place. */
    @Test
    @Order(Integer.MAX_VALUE)
    void losesNothingThatWasAcknowledgedWhenTheStandbyIsPromoted() throws Exception {
        pair().onPrimary("alter system set synchronous_standby_names = '*'");
        pair().onPrimary("select pg_reload_conf()");
        Traveller ada = settled();
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        var goesOn = new AtomicBoolean(true);
        try (var stream = new Stream(ada);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            await().atMost(PATIENCE).until(() -> stream.kinds().contains("SUBSCRIBED"));
            for (int n = 0; n < 3; n++) {
                threads.execute(() -> createWhile(goesOn, ada, acknowledged));
            }
            await().atMost(PATIENCE).until(() -> acknowledged.size() > 20);
            pair().killPrimary();
            int before = acknowledged.size();
            pair().promoteStandby();
            pair().onStandby("alter system set synchronous_standby_names = ''");
            pair().onStandby("select pg_reload_conf()");
            await().atMost(Duration.ofMinutes(1)).until(() -> acknowledged.size() > before + 20);
            goesOn.set(false);
            threads.shutdown();
            await().atMost(PATIENCE).until(threads::isTerminated);

            List<String> there = ids(ada);
            assertThat(there).containsAll(acknowledged);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(stream.trips()).containsAll(acknowledged));
            assertThat(isFromReplica(ask(ada, TITLES))).isFalse();
            assertThat(meters.get("gateway.replica.usable").gauge().value()).isZero();
        }
    }

    private void createWhile(AtomicBoolean goesOn, Traveller ada, Queue<String> acknowledged) {
        while (goesOn.get()) {
            JsonNode id = Wire.JSON.readTree(ask(ada, CREATE).body()).at("/data/createTrip/trip/id");
            if (id.isString()) {
                acknowledged.add(id.stringValue());
            }
        }
    }

    private List<String> ids(Traveller ada) {
        List<String> ids = new ArrayList<>();
        String after = "";
        while (true) {
            JsonNode trips = Wire.JSON
                    .readTree(ask(
                                    ada,
                                    "{ trips(first: 100%s) { edges { node { id } } pageInfo { hasNextPage endCursor } } }"
                                            .formatted(after))
                            .body())
                    .at("/data/trips");
            trips.path("edges").forEach(edge -> ids.add(edge.at("/node/id").stringValue()));
            if (!trips.at("/pageInfo/hasNextPage").booleanValue()) {
                return ids;
            }
            after = ", after: \"" + trips.at("/pageInfo/endCursor").stringValue() + "\"";
        }
    }

    /** Somebody whom the replica knows, and who has written nothing since. */
    private Traveller settled() {
        Traveller traveller = Traveller.known(port);
        await().atMost(PATIENCE).until(() -> isFromReplica(ask(traveller, TITLES)));
        return traveller;
    }

    private static void holdUp() {
        pair().onStandby("select pg_wal_replay_pause()");
    }

    private static void letGo() {
        pair().resume();
    }

    private static boolean isFromReplica(HttpResponse<String> answer) {
        return answer.headers().firstValue("Data-Age").isPresent();
    }

    private HttpResponse<String> ask(Traveller traveller, String document, String... headers) {
        HttpRequest.Builder request = request(traveller, document).header("Accept", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(Traveller traveller, String document) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/graphql"))
                .header("Authorization", "Bearer " + traveller.token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Wire.JSON.writeValueAsString(Map.of("query", document))));
    }

    /** A subscription to all trips of somebody, begun again behind its last event whenever it ends. */
    private final class Stream implements AutoCloseable {

        private final Traveller listener;
        private final Queue<JsonNode> events = new ConcurrentLinkedQueue<>();
        private final Thread thread;
        private volatile boolean isOver;
        private volatile @Nullable String last;

        Stream(Traveller listener) {
            this.listener = listener;
            this.thread = Thread.ofVirtual().start(this::listen);
        }

        List<String> kinds() {
            return events.stream()
                    .map(event -> event.path("kind").stringValue())
                    .toList();
        }

        List<String> trips() {
            return events.stream().map(event -> event.path("tripId").asString()).toList();
        }

        private void listen() {
            while (!isOver) {
                HttpRequest.Builder request = request(listener, "subscription { tripEvents { kind tripId } }")
                        .header("Accept", "text/event-stream");
                if (last != null) {
                    request.header("Last-Event-ID", last);
                }
                try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                        HTTP.send(request.build(), BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8))) {
                    lines.lines().forEach(this::read);
                } catch (IOException | RuntimeException e) {
                    // it begins again
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        private void read(String line) {
            if (line.startsWith("id: ")) {
                last = line.substring(4);
            } else if (line.startsWith("data: ")) {
                JsonNode event = Wire.JSON.readTree(line.substring(6)).at("/data/tripEvents");
                if (event.isObject()) {
                    events.add(event);
                }
            }
        }

        @Override
        public void close() {
            isOver = true;
            thread.interrupt();
        }
    }

    /** Points the gateway to a new pair. */
    static class OnPair implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            try {
                PostgresPair started = PostgresPair.startIn(Path.of("target/replica"));
                pair = started;
                TestPropertyValues.of(
                                "spring.datasource.url=" + started.primaryUrl(),
                                "spring.datasource.username=authenticator",
                                "spring.datasource.password=authenticator",
                                "spring.flyway.user=" + PrivatePostgres.OWNER,
                                "spring.flyway.password=" + started.ownerPassword(),
                                "gateway.replica.url=" + started.standbyUrl(),
                                "gateway.replica.max-age=3s",
                                "gateway.jwt.secret=" + Tokens.SECRET,
                                "gateway.encryption.keys=" + TestKeys.BOTH,
                                "gateway.operations.token=" + Tokens.OPERATOR,
                                "gateway.embedding.provider=none")
                        .applyTo(context);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
