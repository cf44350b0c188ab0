package com.tripsage.gateway.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.OneTraveller;
import com.tripsage.gateway.TestPostgres;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.http.Edge;
import com.tripsage.gateway.websocket.SocketClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import tools.jackson.databind.JsonNode;

/** Mutations with an idempotency key are carried out once, and answered as the first time. */
class IdempotencyTests extends OneTraveller {

    private static final String CREATE =
            "mutation Create($input: CreateTripInput!) { createTrip(input: $input) { trip { id title createdAt } } }";

    @Value("${test.database}")
    private String database;

    @Autowired
    private IdempotencyKeys keys;

    private final String key = UUID.randomUUID().toString();

    @Test
    void theSameRequestGetsTheSameAnswer() throws Exception {
        HttpResponse<String> first = create(key, "Oslo");
        HttpResponse<String> second = create(key, "Oslo");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).startsWith("{\"data\":{\"createTrip\"");
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(trips()).isOne();
    }

    @Test
    void aKeyInQuotesIsTheSameAsABareOne() throws Exception {
        String first = create("a\"b\\c" + key, "Oslo").body();

        assertThat(create("\"a\\\"b\\\\c" + key + "\"", "Oslo").body()).isEqualTo(first);
        assertThat(trips()).isOne();
    }

    @Test
    void theOrderOfVariablesDoesNotMatter() throws Exception {
        String first = post(key, CREATE, "{\"input\":{\"title\":\"Oslo\",\"description\":\"x\"}}")
                .body();
        String second = post(key, CREATE, "{ \"input\": {\"description\":\"x\", \"title\":\"Oslo\"} }")
                .body();

        assertThat(second).isEqualTo(first);
    }

    @Test
    void anotherRequestIsAConflict() throws Exception {
        create(key, "Oslo");

        Wire.Answer other = new Wire.Answer(create(key, "Bergen").body());

        other.isRefused("CONFLICT");
        assertThat(other.json().at("/errors/0/extensions").has("retryAfterMs")).isFalse();
        assertThat(trips()).isOne();
    }

    @Test
    void aKeyIsItsCallersOwn() throws Exception {
        Traveller bob = Traveller.known(port);
        create(key, "Oslo");

        HttpResponse<String> ofBob =
                Edge.send(request(bob.token(), body(CREATE, input("Oslo"))).header("Idempotency-Key", key));

        assertThat(ofBob.body()).contains("Oslo");
        assertThat(ofBob.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(trips()).isOne();
    }

    @Test
    void whatHasFailedIsTriedAgain() throws Exception {
        String document = "mutation ($title: String!) { a: createTrip(input: { title: $title }) { trip { id } }"
                + " b: deleteTrip(id: \"%s\") { deletedId } }".formatted(UUID.randomUUID());
        Wire.Answer failed =
                new Wire.Answer(post(key, document, "{\"title\":\"Oslo\"}").body());
        failed.isRefused("NOT_FOUND");

        assertThat(create(key, "Oslo").headers().firstValue("Idempotency-Replayed"))
                .isEmpty();
        assertThat(trips()).isOne();
    }

    @Test
    void onlyOneOfThoseAtTheSameTimeIsCarriedOut() throws Exception {
        isAnsweredOnce(() -> create(key, "Oslo"));

        assertThat(trips()).isOne();
    }

    @Test
    void anImportThatIsSentAgainMeanwhileIsCarriedOutOnce() throws Exception {
        String chat = wire.send("mutation { startChatSession(input: {}) { chatSession { id } } }")
                .at("/startChatSession/chatSession/id");
        String variables = """
                {"id": "%s", "messages": [{"modelMessage": {"role": "user", "content": "Where to?"}},
                                          {"modelMessage": {"role": "assistant", "content": "Oslo"}}]}""".formatted(chat);

        isAnsweredOnce(() -> post(key, """
                mutation ($id: ID!, $messages: [ImportedChatMessage!]!) {
                  importChatMessages(sessionId: $id, messages: $messages) { messages { id content } } }""", variables));

        assertThat(number("select count(*) from public.chat_messages where session_id = '%s'".formatted(chat)))
                .isEqualTo(2);
    }

    /** A request that is sent many times at once. */
    private static void isAnsweredOnce(Callable<HttpResponse<String>> request) throws Exception {
        List<Callable<HttpResponse<String>>> calls = Collections.nCopies(16, request);
        try (var threads = Executors.newFixedThreadPool(calls.size())) {
            List<String> bodies = new ArrayList<>();
            for (Future<HttpResponse<String>> answer : threads.invokeAll(calls)) {
                bodies.add(answer.get().body());
            }
            List<String> answers = bodies.stream()
                    .filter(body -> !body.contains("CONFLICT"))
                    .distinct()
                    .toList();
            assertThat(answers).hasSize(1).first().asString().startsWith("{\"data\"");
        }
    }

    @Test
    void whoComesWhileItIsCarriedOutWaitsAndIsToldToComeBack() throws Exception {
        try (Connection other = TestPostgres.shared().connect(database);
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("insert into gateway.idempotency_keys (user_id, key, request) values ('%s', '%s', '')"
                    .formatted(ada.id(), key));

            HttpResponse<String> answer = create(key, "Oslo");

            new Wire.Answer(answer.body()).isRefused("CONFLICT");
            assertThat(Wire.JSON
                            .readTree(answer.body())
                            .at("/errors/0/extensions/retryAfterMs")
                            .intValue())
                    .isEqualTo(1000);
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            other.rollback();
        }
        assertThat(create(key, "Oslo").body()).contains("Oslo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "\"a b\"", "ä"})
    void aKeyHasVisibleCharacters(String wrong) throws Exception {
        HttpRequest.Builder request = request(
                ada.token(),
                "{\"query\":\"mutation { createTrip(input: { title: \\\"x\\\" }) { trip { id } } }\",\"extensions\":{\"idempotencyKey\":%s}}"
                        .formatted(Wire.JSON.writeValueAsString(wrong)));

        new Wire.Answer(Edge.send(request).body()).blames("idempotencyKey");
        assertThat(trips()).isZero();
    }

    @Test
    void aKeyHas255CharactersAtMost() throws Exception {
        assertThat(create("k".repeat(255), "Oslo").body()).contains("Oslo");
        new Wire.Answer(create("k".repeat(256), "Oslo").body()).blames("idempotencyKey");
    }

    @Test
    void aKeyIsGivenOnce() throws Exception {
        HttpResponse<String> twice = Edge.send(request(ada.token(), body(CREATE, input("Oslo")))
                .header("Idempotency-Key", "a")
                .header("Idempotency-Key", "b"));

        assertThat(twice.statusCode()).isEqualTo(400);
        assertThat(trips()).isZero();
    }

    @Test
    void onAQueryAKeyIsIgnored() throws Exception {
        for (int time = 0; time < 2; time++) {
            HttpResponse<String> answer = post(key, "{ viewer { id } }", "{}");
            assertThat(answer.body()).contains(ada.id().toString());
            assertThat(answer.headers().firstValue("Idempotency-Replayed")).isEmpty();
        }
        assertThat(number("select count(*) from gateway.idempotency_keys where key = '%s'".formatted(key)))
                .isZero();
    }

    @Test
    void aSocketTellsOfAReplayInTheExtensions() throws Exception {
        String payload = ("{\"query\":\"mutation { createTrip(input: { title: \\\"Oslo\\\" }) { trip { id } } }\","
                        + "\"extensions\":{\"idempotencyKey\":\"%s\"}}")
                .formatted(key);
        try (SocketClient client = SocketClient.acknowledged(port, ada.token())) {
            JsonNode first = run(client, "a", payload);
            JsonNode second = run(client, "b", payload);

            assertThat(first.has("extensions")).isFalse();
            assertThat(second.path("data")).isEqualTo(first.path("data"));
            assertThat(second.at("/extensions/idempotencyReplayed").booleanValue())
                    .isTrue();
        }
        assertThat(Edge.send(request(ada.token(), payload)).headers().firstValue("Idempotency-Replayed"))
                .contains("true");
        assertThat(trips()).isOne();
    }

    @Test
    void theCostIsToldOfAReplayAsWell() throws Exception {
        String body = "{\"query\":%s,\"variables\":%s,\"extensions\":{\"cost\":true,\"idempotencyKey\":\"%s\"}}"
                .formatted(Wire.JSON.writeValueAsString(CREATE), input("Oslo"), key);

        String first = Edge.send(request(ada.token(), body)).body();

        assertThat(first).contains("\"cost\"");
        assertThat(Edge.send(request(ada.token(), body)).body()).isEqualTo(first);
    }

    @Test
    void aLargeAnswerIsKept() throws Exception {
        UUID trip = ada.createTrip("Oslo");
        String text = "Fjords – 'åse' \\ \"öl\" 🚢 ".repeat(5_000);
        String aliases =
                IntStream.range(0, 29).mapToObj(i -> "m" + i + ": metadata").collect(Collectors.joining(" "));
        String document =
                "mutation ($input: UpdateTripInput!) { updateTrip(input: $input) { trip { %s } } }".formatted(aliases);
        String variables =
                Wire.JSON.writeValueAsString(Map.of("input", Map.of("id", trip, "metadata", Map.of("text", text))));

        String first = post(key, document, variables).body();

        assertThat(first.length()).isGreaterThan(3 << 20);
        for (int time = 0; time < 8; time++) {
            assertThat(post(key, document, variables).body()).isEqualTo(first);
        }
    }

    @Test
    void oldKeysAreRemoved() throws Exception {
        create(key, "Oslo");
        sql("update gateway.idempotency_keys set created_at = now() - interval '25 hours' where user_id = '%s'"
                .formatted(ada.id()));

        assertThat(keys.removeOld(1000)).isOne();

        assertThat(create(key, "Oslo").headers().firstValue("Idempotency-Replayed"))
                .isEmpty();
        assertThat(trips()).isEqualTo(2);
    }

    @Test
    void keysGoWithTheirUser() throws Exception {
        create(key, "Oslo");

        sql("delete from public.users where id = '%s'".formatted(ada.id()));

        assertThat(number("select count(*) from gateway.idempotency_keys where user_id = '%s'".formatted(ada.id())))
                .isZero();
    }

    private static JsonNode run(SocketClient client, String id, String payload) throws Exception {
        client.send("{\"id\":\"%s\",\"type\":\"subscribe\",\"payload\":%s}"
                .formatted(id, payload)
                .replace("'", "\\u0027"));
        JsonNode next = client.nextJson();
        assertThat(next.path("type").stringValue()).as(next.toString()).isEqualTo("next");
        assertThat(client.nextJson().path("type").stringValue()).isEqualTo("complete");
        return next.path("payload");
    }

    private HttpResponse<String> create(String withKey, String title) throws Exception {
        return post(withKey, CREATE, input(title));
    }

    private static String input(String title) {
        return Wire.JSON.writeValueAsString(new TreeMap<>(Map.of("input", Map.of("title", title))));
    }

    private HttpResponse<String> post(String withKey, String document, String variables) throws Exception {
        return Edge.send(request(ada.token(), body(document, variables)).header("Idempotency-Key", withKey));
    }

    private static String body(String document, String variables) {
        return "{\"query\":%s,\"variables\":%s}".formatted(Wire.JSON.writeValueAsString(document), variables);
    }

    private HttpRequest.Builder request(String token, String body) {
        return new Edge(port)
                .anonymous("/graphql")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private long trips() throws Exception {
        return number("select count(*) from public.trips where user_id = '%s'".formatted(ada.id()));
    }

    private void sql(String sql) {
        TestPostgres.shared().execute(database, sql);
    }

    private long number(String sql) throws Exception {
        try (Connection connection = TestPostgres.shared().connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
