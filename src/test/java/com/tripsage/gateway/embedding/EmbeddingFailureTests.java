package com.tripsage.gateway.embedding;

import static com.tripsage.gateway.embedding.EmbeddingService.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Together;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Identity;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.embedding.EmbeddingQueue.Waiting;
import com.tripsage.gateway.embedding.EmbeddingService.Answer;
import com.tripsage.gateway.embedding.EmbeddingService.Call;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** What becomes of texts while nobody makes their vectors, and afterwards. */
@GatewayTest
class EmbeddingFailureTests {

    private static final EmbeddingService SERVICE = new EmbeddingService();

    private static final String DEPLOYMENTS_KEY = "sk-the-deployments";

    private static final String ADD = """
            mutation ($text: String!) {
              addMemory(input: { kind: PREFERENCE, text: $text }) {
                outcome memory { id embedding embeddingModel embeddingState } similar { memory { text } }
              }
            }""";

    private static final String SEARCH = """
            query ($text: String!, $mode: SearchMode!) {
              searchMemories(query: { text: $text }, mode: $mode) { mode hits { memory { text } } }
            }""";

    private static final String MEMORY = """
            query ($id: ID!) {
              node(id: $id) { ... on Memory { text embedding embeddingModel version history { text } } } }""";

    @LocalServerPort
    int port;

    @Autowired
    Environment environment;

    @Autowired
    EmbeddingWorker worker;

    @Autowired
    EmbeddingQueue queue;

    @Autowired
    List<EmbeddingSource> sources;

    @Autowired
    EmbeddingProvider provider;

    @Autowired
    ProviderKeys keys;

    @Autowired
    Transactions transactions;

    @Autowired
    WorkerProperties properties;

    @Autowired
    MeterRegistry meters;

    Traveller ada;

    @DynamicPropertySource
    static void configure(DynamicPropertyRegistry registry) {
        Map.of(
                        "gateway.embedding.provider", "openai",
                        "gateway.embedding.openai.base-url", SERVICE.url(),
                        "gateway.embedding.openai.api-key", DEPLOYMENTS_KEY,
                        "gateway.embedding.openai.model", "model-1",
                        "gateway.embedding.openai.retries", "0",
                        "gateway.embedding.openai.batch-size", "16",
                        "gateway.embedding.openai.breaker-wait", "250ms",
                        "gateway.embedding.worker.poll-interval", "20ms",
                        "gateway.embedding.worker.share", "1")
                .forEach((name, value) -> registry.add(name, () -> value));
        registry.add("gateway.embedding.openai.timeout", () -> "9s");
        registry.add("gateway.embedding.openai.total-timeout", () -> "9s");
        registry.add("spring.datasource.hikari.maximum-pool-size", () -> "2");
    }

    @BeforeEach
    void arrive() {
        SERVICE.works();
        ada = Traveller.known(port);
        await().ignoreExceptions()
                .until(() -> provider.embed(List.of("Hello"), Purpose.DOCUMENT, OwnKey.NONE), vectors -> true);
        SERVICE.calls().clear();
    }

    @AfterEach
    void leaveNothing() {
        sql().sql("drop trigger if exists fault on public.memory_embeddings").update();
        sql().sql("drop sequence if exists public.faults").update();
        sql().sql("delete from public.trips").update();
        sql().sql("delete from public.memory_embeddings").update();
        sql().sql("delete from gateway.embedding_queue").update();
        worker.stop();
        worker.start();
    }

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @Test
    void takesMemoriesWhileTheProviderIsDownAndEmbedsThemAfterwards() {
        SERVICE.answers(status(503));

        Wire.Answer added = add(ada, "Likes aisle seats");

        assertThat(added.at("/addMemory/outcome")).isEqualTo("CREATED");
        assertThat(added.at("/addMemory/memory/embedding")).isEqualTo("null");
        assertThat(added.at("/addMemory/memory/embeddingModel")).isEqualTo("null");
        assertThat(added.at("/addMemory/memory/embeddingState")).isEqualTo("PENDING");
        assertThat(added.at("/addMemory/similar")).isEqualTo("null");
        String id = added.at("/addMemory/memory/id");
        assertThat(waiting(id)).isOne();
        assertThat(add(ada, "likes aisle seats.").at("/addMemory/outcome")).isEqualTo("DUPLICATE");

        SERVICE.works();

        awaitVector(id);
        Wire.Answer memory = memory(id);
        assertThat(memory.at("/node/embedding")).startsWith("[17,1,-0.25,0,");
        assertThat(memory.at("/node/embeddingModel")).isEqualTo("model-1");
        assertThat(memory.at("/node/version")).isEqualTo("1");
        assertThat(memory.at("/node/history")).isEqualTo("[]");
        assertThat(waiting(id)).isZero();
    }

    @Test
    void searchesByWordsWhileTheProviderIsDown() {
        add(ada, "Likes aisle seats").at("/addMemory");
        SERVICE.answers(status(503));
        add(ada, "Likes quiet hotels").at("/addMemory");

        Wire.Answer keyword = search("hotel", "KEYWORD");
        Wire.Answer hybrid = search("hotel", "HYBRID");
        Wire.Answer semantic = search("hotel", "SEMANTIC");

        assertThat(keyword.at("/searchMemories/mode")).isEqualTo("KEYWORD");
        assertThat(hybrid.at("/searchMemories/mode")).isEqualTo("KEYWORD");
        assertThat(hybrid.each("/searchMemories/hits", "/memory/text")).containsExactly("Likes quiet hotels");
        assertThat(hybrid.at("/searchMemories/hits")).isEqualTo(keyword.at("/searchMemories/hits"));
        assertThat(semantic.codes()).containsExactly("UNAVAILABLE");
        assertThat(semantic.body()).doesNotContain("sk-", "localhost", "503", "hotel");
    }

    @Test
    void leavesClientsWithTheirOwnVectorsAlone() {
        SERVICE.answers(status(503));
        List<Double> vector = new ArrayList<>(Collections.nCopies(1536, 0.0));
        vector.set(2, 1.0);

        String id = Wire.of(port, ada).send("""
                        mutation ($vector: Vector!) {
                          addMemory(input: { kind: PREFERENCE, text: "Likes tea", embedding: $vector }) { memory { id } }
                        }""", Map.of("vector", vector)).at("/addMemory/memory/id");
        Wire.Answer found = Wire.of(port, ada).send("""
                query ($vector: Vector!) {
                  searchMemories(query: { vector: $vector }) { mode hits { distance memory { text } } }
                }""", Map.of("vector", vector));

        assertThat(memory(id).at("/node/embedding")).startsWith("[0,0,1,0,");
        assertThat(found.at("/searchMemories/mode")).isEqualTo("SEMANTIC");
        assertThat(found.each("/searchMemories/hits", "/memory/text")).containsExactly("Likes tea");
        assertThat(waiting(id)).isZero();
        assertThat(SERVICE.calls()).isEmpty();
    }

    @Test
    void takesTripsWhileTheProviderIsDownAndEmbedsThemAfterwards() {
        SERVICE.answers(status(503));
        UUID trip = ada.createTrip(Map.of("title", "Lisbon", "description", "A week in Lisbon"));
        Wire.of(port, ada)
                .send(
                        "mutation ($id: ID!) { updateTrip(input: { id: $id, description: \"A month in Lisbon\" }) { trip { id } } }",
                        Map.of("id", trip))
                .at("/updateTrip");
        String memory = Wire.of(port, ada)
                .send("{ memories { edges { node { id text } } } }")
                .at("/memories/edges/0/node/id");
        assertThat(waiting(memory)).isOne();
        assertThat(waiting(trip.toString())).isOne();
        assertThat(trips(trip).at("/similarTripsPending")).isEqualTo("1");
        assertThat(trips(trip).at("/trip/embeddingState")).isEqualTo("PENDING");
        assertThat(likeTrip(trip).codes()).containsExactly("UNAVAILABLE");
        UUID bare = ada.createTrip(Map.of("title", "Oslo"));
        assertThat(trips(bare).at("/trip/embeddingState")).isEqualTo("NONE");
        assertThat(likeTrip(bare).at("/similarTrips")).isEqualTo("[]");

        SERVICE.works();

        awaitVector(memory);
        awaitNothingWaits();
        assertThat(memory(memory).at("/node/text")).isEqualTo("A month in Lisbon");
        assertThat(memory(memory).at("/node/embedding")).startsWith("[17,1,-0.25,");
        assertThat(trips(trip).at("/similarTripsPending")).isEqualTo("0");
        assertThat(trips(trip).at("/trip/embeddingState")).isEqualTo("READY");
        assertThat(likeTrip(trip).at("/similarTrips")).isEqualTo("[]");
        assertThat(sql().sql("select embedding_model from trip_embeddings where trip_id = ?")
                        .param(trip)
                        .query(String.class)
                        .single())
                .isEqualTo("model-1");
    }

    private Wire.Answer trips(UUID trip) {
        return Wire.of(port, ada)
                .send(
                        "query ($id: ID!) { similarTripsPending trip(id: $id) { embeddingState similarTrips { score } } }",
                        Map.of("id", trip));
    }

    private Wire.Answer likeTrip(UUID trip) {
        return Wire.of(port, ada)
                .send("query ($id: ID!) { similarTrips(like: { tripId: $id }) { score } }", Map.of("id", trip));
    }

    /** Nobody waits behind somebody else's thousands. */
    @Test
    void usersHaveTurns() {
        worker.stop();
        for (Traveller many : List.of(ada, Traveller.known(port))) {
            sql().sql(
                            "insert into memory_embeddings (user_id, content_text) select ?, 'Fact ' || n from generate_series(1, 300) n")
                    .param(many.id())
                    .update();
        }
        List<UUID> few = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Traveller late = Traveller.known(port);
            sql().sql("insert into memory_embeddings (user_id, content_text) values (?, 'The only fact')")
                    .param(late.id())
                    .update();
            few.add(late.id());
        }

        List<Waiting> first = claim();
        List<Waiting> second = claim();

        assertThat(first).hasSize(10).extracting(Waiting::userId).containsAll(few);
        assertThat(first.stream().map(Waiting::userId).filter(ada.id()::equals)).hasSizeBetween(3, 4);
        assertThat(second).hasSize(10).extracting(Waiting::userId).doesNotContainAnyElementsOf(few);
        assertThat(second).doesNotContainAnyElementsOf(first);

        hurry();
        worker.start();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(this::assertNothingWaits);
    }

    /** Also who comes while the worker is at somebody's many, from whichever end of the order of the turns. */
    @Test
    void theNextTurnIsOfWhoComesAfterTheLast() {
        worker.stop();
        List<UUID> users = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Traveller user = Traveller.known(port);
            sql().sql(
                            "insert into memory_embeddings (user_id, content_text) select ?, 'Fact ' || n from generate_series(1, 5) n")
                    .param(user.id())
                    .update();
            users.add(user.id());
        }
        users.sort(java.util.Comparator.comparing(UUID::toString));

        List<Waiting> some = transactions.run(
                Identity.EMBEDDING,
                Access.WRITE,
                Deadline.after(Duration.ofSeconds(10)),
                work -> queue.claim(users.get(7), 3));
        List<Waiting> none = transactions.run(
                Identity.EMBEDDING,
                Access.WRITE,
                Deadline.after(Duration.ofSeconds(10)),
                work -> queue.claim(users.get(11), 3));

        assertThat(some).extracting(Waiting::userId).containsExactlyInAnyOrderElementsOf(users.subList(8, 11));
        assertThat(none).isEmpty();
        hurry();
        worker.start();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(this::assertNothingWaits);
    }

    @Test
    void aTextThatHasTooManyTokensGoesInSmallerParts() {
        SERVICE.answers(status(503));
        String id = add(ada, "\uD83C\uDFD6".repeat(1500)).at("/addMemory/memory/id");

        SERVICE.answers((exchange, request) -> {
            boolean tooLong = false;
            for (JsonNode text : request.get("input")) {
                tooLong |= text.stringValue().length() > 800;
            }
            (tooLong ? status(400) : (Answer) SERVICE::vectors).to(exchange, request);
        });

        awaitVector(id);
        assertThat(waiting(id)).isZero();
    }

    @Test
    void embedsTheTextThatIsThereInTheEnd() {
        SERVICE.answers(status(503));
        String id = add(ada, "Likes aisle seats").at("/addMemory/memory/id");
        update(id, "Likes window seats a lot").at("/updateMemory");

        SERVICE.works();

        awaitVector(id);
        assertThat(memory(id).at("/node/embedding")).startsWith("[24,");
        assertThat(memory(id).at("/node/history")).isEqualTo("[{\"text\":\"Likes aisle seats\"}]");
    }

    @Test
    void aTextThatChangesWhileItIsEmbeddedWaitsOn() {
        SERVICE.answers(status(503));
        String id = add(ada, "Likes aisle seats").at("/addMemory/memory/id");
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch changed = new CountDownLatch(1);
        SERVICE.answersOnce((exchange, request) -> {
            asked.countDown();
            pass(changed);
            SERVICE.vectors(exchange, request);
        });
        hurry();
        pass(asked);

        change("update public.memory_embeddings set content_text = 'Likes window seats a lot' where id = ?", id);
        changed.countDown();
        SERVICE.works();

        awaitVector(id);
        assertThat(memory(id).at("/node/embedding")).startsWith("[24,");
    }

    @Test
    void aNewTextWithoutAVectorHasNoOldOne() {
        String id = add(ada, "Likes aisle seats").at("/addMemory/memory/id");
        SERVICE.answers(status(503));

        update(id, "Likes window seats a lot").at("/updateMemory");

        assertThat(memory(id).at("/node/embedding")).isEqualTo("null");
        assertThat(memory(id).at("/node/embeddingModel")).isEqualTo("null");
        assertThat(waiting(id)).isOne();
    }

    @Test
    void forgetsWhatIsDeletedWhileItWaits() {
        SERVICE.answers(status(503));
        String id = add(ada, "Likes aisle seats").at("/addMemory/memory/id");
        UUID trip = ada.createTrip(Map.of("title", "Lisbon", "description", "A week in Lisbon"));
        Wire.of(port, ada)
                .send("mutation ($id: ID!) { deleteMemory(id: $id) { deletedId } }", Map.of("id", id))
                .at("/deleteMemory");
        Wire.of(port, ada)
                .send("mutation ($id: ID!) { deleteTrip(id: $id) { deletedId } }", Map.of("id", trip))
                .at("/deleteTrip");

        awaitNothingWaits();
    }

    @Test
    void oneTextThatTheProviderRefusesHoldsUpNoOther() {
        SERVICE.answers(status(503));
        String poison = add(ada, "The poison").at("/addMemory/memory/id");
        List<String> others = IntStream.range(0, 6)
                .mapToObj(i -> add(ada, "Fact " + "x".repeat(i)).at("/addMemory/memory/id"))
                .toList();

        SERVICE.answers(unless("poison", status(400)));

        others.forEach(this::awaitVector);
        assertThat(memory(poison).at("/node/embedding")).isEqualTo("null");
        assertThat(waiting(poison)).isOne();
        update(poison, "The cure").at("/updateMemory");
        assertThat(memory(poison).at("/node/embedding")).startsWith("[8,");
        assertThat(waiting(poison)).isZero();
    }

    @Test
    void asksWithTheUsersOwnKeyAndWithNobodyElses() {
        Traveller bob = Traveller.known(port);
        ownKey(ada, "sk-adas");

        add(ada, "Adas fact").at("/addMemory");
        add(bob, "Bobs fact").at("/addMemory");
        SERVICE.answers(status(503));
        String adas = add(ada, "Adas later fact").at("/addMemory/memory/id");
        String bobs = add(bob, "Bobs later fact").at("/addMemory/memory/id");
        SERVICE.works();
        awaitVector(adas);
        awaitVector(bobs);

        assertThat(SERVICE.calls())
                .extracting(Call::authorization)
                .contains("Bearer sk-adas", "Bearer " + DEPLOYMENTS_KEY);
        assertThat(SERVICE.calls()).allSatisfy(call -> {
            boolean isAdas =
                    call.authorization() != null && call.authorization().equals("Bearer sk-adas");
            call.body().get("input").forEach(text -> assertThat(
                            text.stringValue().startsWith("Adas"))
                    .isEqualTo(isAdas));
        });
    }

    @Test
    void aKeyThatIsRefusedConcernsItsUserOnly() {
        ownKey(ada, "sk-revoked");
        SERVICE.answers((exchange, request) -> answerTo(exchange, request, "Bearer sk-revoked", status(401)));
        List<String> adas = IntStream.range(0, 40)
                .mapToObj(i -> add(ada, "Adas " + "x".repeat(i)).at("/addMemory/memory/id"))
                .toList();
        Traveller bob = Traveller.known(port);
        assertThat(add(bob, "Bobs fact").at("/addMemory/memory/embedding")).startsWith("[9,");

        SERVICE.answers(status(503));
        List<String> bobs = IntStream.range(0, 3)
                .mapToObj(i -> add(bob, "Bobs later fact" + "x".repeat(i)).at("/addMemory/memory/id"))
                .toList();
        SERVICE.answers((exchange, request) -> answerTo(exchange, request, "Bearer sk-revoked", status(401)));

        bobs.forEach(this::awaitVector);
        assertThat(memory(adas.get(0)).at("/node/embedding")).isEqualTo("null");
    }

    @Test
    void keepsTheVectorsThatWereMadeBeforeTheProviderFailed() {
        AtomicInteger calls = new AtomicInteger();
        SERVICE.answers((exchange, request) ->
                (calls.getAndIncrement() == 0 ? (Answer) SERVICE::vectors : status(503)).to(exchange, request));
        List<Map<String, String>> inputs = IntStream.rangeClosed(1, 40)
                .mapToObj(i -> Map.of("kind", "INSIGHT", "text", "x".repeat(i)))
                .toList();

        Wire.Answer added = Wire.of(port, ada)
                .send(
                        "mutation ($inputs: [AddMemoryInput!]!) { addMemories(inputs: $inputs) { memories { embeddingModel } } }",
                        Map.of("inputs", inputs));

        List<String> models = added.each("/addMemories/memories", "/embeddingModel");
        assertThat(models.subList(0, 16)).containsOnly("model-1");
        assertThat(models.subList(16, 40)).containsOnly("null");
        SERVICE.works();
        awaitNothingWaits();
    }

    @Test
    void workersShareTheWork() {
        worker.stop();
        CountDownLatch both = new CountDownLatch(2);
        SERVICE.answers((exchange, request) -> {
            both.countDown();
            pass(both);
            SERVICE.vectors(exchange, request);
        });
        sql().sql("""
                insert into memory_embeddings (user_id, content_text)
                select ?, 'Fact ' || n from generate_series(1, 100) n
                """).param(ada.id()).update();

        worker.start();
        var another = new EmbeddingWorker(
                queue, sources, provider, keys, transactions, properties, new OperationLoad(meters), true);
        another.start();
        try {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(this::assertNothingWaits);
        } finally {
            another.stop();
        }

        assertThat(both.getCount()).isZero();
        List<String> texts = new ArrayList<>();
        SERVICE.calls().forEach(call -> call.body().get("input").forEach(text -> texts.add(text.stringValue())));
        // A call that the busy machine let run into its timeout is sent again.
        assertThat(texts.stream().distinct()).hasSize(100);
    }

    @Test
    void whatAWorkerHasTakenAndNotFinishedIsDueAgain() {
        worker.stop();
        SERVICE.answers(status(503));
        String id = add(ada, "Likes aisle seats").at("/addMemory/memory/id");

        List<Waiting> taken = claim();

        assertThat(taken).containsExactly(new Waiting("memory", UUID.fromString(id), ada.id()));
        assertThat(claim()).isEmpty();
        assertThat(sql().sql(
                                "select due_at > now() and due_at <= now() + interval '1 minute' from gateway.embedding_queue where id = ?::uuid")
                        .param(id)
                        .query(Boolean.class)
                        .single())
                .isTrue();
        sql().sql("update gateway.embedding_queue set due_at = due_at - interval '1 minute'")
                .update();
        assertThat(claim()).hasSize(1);

        SERVICE.works();
        worker.start();
        awaitVector(id);
    }

    @Test
    void givesBackWhatItCouldNotEmbed() {
        SERVICE.answers(status(503));
        String id = add(ada, "Likes aisle seats").at("/addMemory/memory/id");

        hurry();

        await().untilAsserted(() -> assertThat(
                        sql().sql("""
                        select due_at - now() between interval '1 s' and interval '10 s' and attempts between 1 and 2
                          from gateway.embedding_queue
                         where id = ?::uuid
                        """).param(id).query(Boolean.class).single())
                .isTrue());
    }

    @Test
    void holdsNoConnectionWhileTheProviderIsAsked() {
        CountDownLatch end = new CountDownLatch(1);
        SERVICE.answers((exchange, request) -> {
            pass(end);
            SERVICE.vectors(exchange, request);
        });
        CompletableFuture<List<String>> slow = beside(() -> Together.run(5, i -> Wire.of(port, ada)
                .send("""
                                mutation ($text: String!) {
                                  a: createTrip(input: { title: "Oslo" }) { trip { id } }
                                  b: addMemory(input: { kind: PREFERENCE, text: $text }) { outcome }
                                }""", Map.of("text", "x".repeat(i + 1)))
                .at("/b/outcome")));
        await().until(() -> SERVICE.calls().size() == 5);

        // The gateway's own work, the tail's for one, has transactions of a moment.
        await().until(() -> sql().sql("""
                        select count(*)
                          from pg_stat_activity
                         where datname = current_database()
                           and application_name = 'tripsage-gateway'
                           and state like 'idle in transaction%'
                        """).query(Long.class).single() == 0);
        Traveller bob = Traveller.known(port);
        assertThat(Wire.of(port, bob).send("{ trips { totalCount } }").at("/trips/totalCount"))
                .isEqualTo("0");
        assertThat(Wire.of(port, ada).send("{ trips { totalCount } }").at("/trips/totalCount"))
                .isEqualTo("0");

        end.countDown();
        assertThat(slow.join()).containsOnly("CREATED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "raise serialization_failure",
                "perform pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid())"
            })
    void asksOnceHoweverOftenTheTransactionIsTried(String fault) {
        sql().sql("create sequence public.faults").update();
        sql().sql("""
                create or replace function gateway.fault() returns trigger language plpgsql security definer as
                    'begin
                         if nextval(''public.faults'') <= 2 then %s; end if;
                         return new;
                     end'
                """.formatted(fault)).update();
        sql().sql(
                        "create trigger fault before insert on public.memory_embeddings for each row execute function gateway.fault()")
                .update();

        Wire.Answer added = add(ada, "Likes aisle seats");

        assertThat(added.at("/addMemory/memory/embedding")).startsWith("[17,");
        assertThat(sql().sql("select last_value from public.faults")
                        .query(Long.class)
                        .single())
                .isEqualTo(3);
        assertThat(SERVICE.calls()).hasSize(1);
    }

    @Test
    void asksForAllTextsOfADocumentAtOnce() {
        Wire.of(port, ada).send("""
                mutation Add($again: String!, $without: Boolean!) {
                  a: addMemory(input: { kind: PREFERENCE, text: "One" }) { outcome }
                  ...More
                }
                fragment More on Mutation {
                  b: addMemories(inputs: [{ kind: INSIGHT, text: $again }, { kind: INSIGHT, text: "Three" }]) { outcomes }
                  c: createTrip(input: { title: "Oslo", description: "Four" }) { trip { id } }
                  d: addMemory(input: { kind: INSIGHT, text: "Five" }) @skip(if: $without) { outcome }
                }""", Map.of("again", "One", "without", true)).at("/a");

        assertThat(SERVICE.calls()).singleElement().satisfies(call -> assertThat(
                        call.body().get("input"))
                .extracting(JsonNode::stringValue)
                .containsExactlyInAnyOrder("One", "Three", "Four"));
    }

    /** Not in the common pool, whose only thread the test's client needs. */
    private static <T> CompletableFuture<T> beside(Supplier<T> work) {
        return CompletableFuture.supplyAsync(
                work, command -> Thread.ofPlatform().start(command));
    }

    private static void pass(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody came");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Works, unless one of the texts has the word in it. */
    private static Answer unless(String word, Answer refusal) {
        return (exchange, request) -> {
            boolean refused = false;
            for (JsonNode text : request.get("input")) {
                refused |= text.stringValue().contains(word);
            }
            (refused ? refusal : (Answer) SERVICE::vectors).to(exchange, request);
        };
    }

    private static void answerTo(HttpExchange exchange, JsonNode request, String authorization, Answer refusal)
            throws IOException {
        boolean refused = authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"));
        (refused ? refusal : (Answer) SERVICE::vectors).to(exchange, request);
    }

    private Wire.Answer add(Traveller by, String text) {
        return Wire.of(port, by).send(ADD, Map.of("text", text));
    }

    private Wire.Answer update(String id, String text) {
        return Wire.of(port, ada)
                .send(
                        "mutation ($id: ID!, $text: String) { updateMemory(input: { id: $id, text: $text }) { memory { id } } }",
                        Map.of("id", id, "text", text));
    }

    private Wire.Answer search(String text, String mode) {
        return Wire.of(port, ada).send(SEARCH, Map.of("text", text, "mode", mode));
    }

    private Wire.Answer memory(String id) {
        return Wire.of(port, ada).send(MEMORY, Map.of("id", id));
    }

    private void ownKey(Traveller of, String key) {
        sql().sql("update public.users set api_keys = jsonb_build_object('openai', ?::text) where id = ?")
                .params(key, of.id())
                .update();
    }

    private List<Waiting> claim() {
        return transactions.run(
                Identity.EMBEDDING,
                Access.WRITE,
                Deadline.after(Duration.ofSeconds(10)),
                work -> queue.claim(new UUID(0, 0), 10));
    }

    private long waiting(String id) {
        return sql().sql("select count(*) from gateway.embedding_queue where id = ?::uuid")
                .param(id)
                .query(Long.class)
                .single();
    }

    /** Nobody waits for the seconds that a failure lets pass. */
    private void hurry() {
        sql().sql("update gateway.embedding_queue set due_at = now() where due_at > now()")
                .update();
    }

    private void awaitVector(String id) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            hurry();
            assertThat(sql().sql("select count(embedding) from memory_embeddings where id = ?::uuid")
                            .param(id)
                            .query(Long.class)
                            .single())
                    .isOne();
        });
    }

    private void awaitNothingWaits() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            hurry();
            assertNothingWaits();
        });
    }

    private void assertNothingWaits() {
        assertThat(sql().sql("select count(*) from gateway.embedding_queue")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private void change(String sql, String id) {
        assertThat(sql().sql(sql.replace("?", "?::uuid")).param(id).update()).isOne();
    }

    private JdbcClient sql() {
        return Superuser.of(environment);
    }
}
