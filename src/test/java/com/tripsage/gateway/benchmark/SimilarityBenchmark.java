package com.tripsage.gateway.benchmark;

import com.tripsage.gateway.TestPostgres;
import com.tripsage.gateway.Together;
import com.tripsage.gateway.embedding.EmbeddingProvider;
import com.tripsage.gateway.embedding.OwnKey;
import com.tripsage.gateway.embedding.Purpose;
import com.tripsage.gateway.value.Vector;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * How fast searches and additions are, the local embedding model included; the client, the gateway and PostgreSQL share the
 * machine.
 *
 * <p>{@code mvn test -Dtest=SimilarityBenchmark} prints a table and leaves it in {@code target/similarity.md}. {@code
 * -Dmemories} is how many the largest user has, 200,000 where nothing is said, and {@code -Dseconds} how long concurrent
 * searches last, 15.
 */
@GatewayBenchmark
class SimilarityBenchmark {

    private static final int LARGEST = Integer.getInteger("memories", 200_000);

    private static final Duration LOAD = Duration.ofSeconds(Integer.getInteger("seconds", 15));

    private static final int CONNECTIONS = 32;

    private static final int TEXTS = 500;

    private static final String ADD = """
            mutation ($inputs: [AddMemoryInput!]!) {
              addMemories(inputs: $inputs) { outcomes memories { id } }
            }
            """;

    @LocalServerPort
    int port;

    @Value("${test.database}")
    String database;

    @Autowired
    EmbeddingProvider provider;

    private final Report report = new Report();

    /** No text is used twice. */
    private final AtomicInteger sentences = new AtomicInteger();

    @Test
    void isFast() throws SQLException, IOException {
        Owner reader = new Owner(0, Space.CLUSTERED, 1000);
        Owner newcomer = new Owner(1, Space.CLUSTERED, 0);
        Owner few = new Owner(2, Space.CLUSTERED, 25);
        Owner thousand = new Owner(3, Space.CLUSTERED, 1000);
        Owner many = new Owner(4, Space.CLUSTERED, 10_000);
        Owner adding = new Owner(5, Space.CLUSTERED, 10_000);
        Owner largest = new Owner(6, Space.CLUSTERED, LARGEST);
        load(reader, List.of(newcomer, few, thousand, many, adding, largest));
        warmUp(thousand);

        report.row("what", "caller has", "a second", "p50 ms", "p95 ms");
        report.row("---", "--:", "--:", "--:", "--:");
        searchByText(reader);
        embedQuestions();
        embedTexts();
        add(newcomer, 4);
        add(adding, 4);
        add(largest, 1);
        searchTogether(few);
        searchTogether(thousand);
        searchTogether(many);
        report.writeTo("similarity.md");
    }

    @AfterAll
    void forget() {
        TestPostgres.shared().execute(database, "truncate public.users cascade");
        TestPostgres.shared().execute(database, "checkpoint");
    }

    /** All of one kind: only with those a new memory is compared. */
    private void load(Owner reader, List<Owner> others) throws SQLException {
        MemoryLoader.addUsers(database, List.of(reader));
        MemoryLoader.addUsers(database, others);
        List<String> texts = texts(reader.memories());
        List<float[]> vectors = provider.embed(texts, Purpose.DOCUMENT, OwnKey.NONE);
        try (var loader = new MemoryLoader(database)) {
            for (int n = 0; n < texts.size(); n++) {
                loader.add(reader.id(), "preference", texts.get(n), Vector.padded(vectors.get(n)), provider.model());
            }
            for (Owner owner : others) {
                for (int n = 0; n < owner.memories(); n++) {
                    loader.add(owner.id(), "preference", "Loaded as number " + n, owner.memory(n), "unspecified");
                }
            }
        }
        TestPostgres.shared().execute(database, "vacuum analyze public.memory_embeddings");
    }

    private void warmUp(Owner owner) {
        var client = new Client(port, owner.token());
        for (int n = 0; n < 500; n++) {
            client.send(Client.search(owner.query(n), false)).hits();
            client.send(Client.search(Sentences.question(n), "HYBRID")).hits();
        }
    }

    private void searchByText(Owner reader) {
        var client = new Client(port, reader.token());
        for (String mode : List.of("HYBRID", "SEMANTIC", "KEYWORD")) {
            var times = new Times();
            for (int n = 0; n < 300; n++) {
                Client.Answer answer = client.send(Client.search(Sentences.question(n), mode));
                answer.hits();
                times.add(answer.nanos());
            }
            row("search by text, " + mode + ", one at a time", reader, "", times);
        }
    }

    private void embedQuestions() {
        var times = new Times();
        for (int n = 0; n < 300; n++) {
            long start = System.nanoTime();
            provider.embed(List.of(Sentences.question(n)), Purpose.QUERY, OwnKey.NONE);
            times.add(System.nanoTime() - start);
        }
        report.row("embed a question, without the gateway", "", "", times.millis(50), times.millis(95));
    }

    private void embedTexts() {
        long start = System.nanoTime();
        provider.embed(texts(TEXTS), Purpose.DOCUMENT, OwnKey.NONE);
        report.row(
                "embed " + TEXTS + " texts, without the gateway",
                "",
                perSecond(TEXTS, System.nanoTime() - start),
                "",
                "");
    }

    private void add(Owner owner, int calls) {
        var client = new Client(port, owner.token());
        for (int call = 0; call < calls; call++) {
            List<Map<String, String>> inputs = texts(TEXTS).stream()
                    .map(text -> Map.of("kind", "PREFERENCE", "text", text))
                    .toList();
            Client.Answer answer = client.send(Client.body(ADD, Map.of("inputs", inputs)));
            String what = "add " + TEXTS + " texts";
            var times = new Times();
            times.add(answer.nanos());
            if (answer.isError()) {
                row(what + ": " + answer.errorCode(), owner, "", times);
                return;
            }
            long created = IntStream.range(0, TEXTS)
                    .filter(n -> answer.at("/addMemories/outcomes/" + n)
                            .stringValue()
                            .equals("CREATED"))
                    .count();
            row(
                    what + ", " + created + " of them new, call " + (call + 1),
                    owner,
                    perSecond(TEXTS, answer.nanos()),
                    times);
        }
    }

    private void searchTogether(Owner owner) {
        var client = new Client(port, owner.token());
        List<String> bodies = IntStream.range(0, 100)
                .mapToObj(n -> Client.search(owner.query(n), false))
                .toList();
        long start = System.nanoTime();
        List<Times> workers = Together.run(CONNECTIONS, worker -> {
            var times = new Times();
            for (int n = worker; System.nanoTime() - start < LOAD.toNanos(); n++) {
                Client.Answer answer = client.send(bodies.get(n % bodies.size()));
                if (answer.isError()) {
                    throw new IllegalStateException(answer.text());
                }
                times.add(answer.nanos());
            }
            return times;
        });
        long nanos = System.nanoTime() - start;
        var all = new Times();
        workers.forEach(all::addAll);
        row("search by vector, " + CONNECTIONS + " at a time", owner, perSecond(all.count(), nanos), all);
    }

    private List<String> texts(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> Sentences.memory(sentences.getAndIncrement()))
                .toList();
    }

    private void row(String what, Owner owner, String perSecond, Times times) {
        String memories = String.format(Locale.ROOT, "%,d", owner.memories());
        String p95 = times.count() > 1 ? times.millis(95) : "";
        report.row(what, memories, perSecond, times.millis(50), p95);
    }

    private static String perSecond(int count, long nanos) {
        return String.format(Locale.ROOT, "%,.0f", count / (nanos / 1e9));
    }
}
