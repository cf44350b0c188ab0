package com.tripsage.gateway.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.TestPostgres;
import com.tripsage.gateway.embedding.EmbeddingProvider;
import com.tripsage.gateway.embedding.OwnKey;
import com.tripsage.gateway.embedding.Purpose;
import com.tripsage.gateway.value.Vector;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;

/**
 * How many of a caller's ten nearest memories a search finds, and how fast: over HTTP, under row-level security, one request
 * at a time. PostgreSQL says what is right, by comparing all of the caller's memories.
 *
 * <p>{@code mvn test -Dtest=RecallBenchmark} prints a table and leaves it in {@code target/recall.md}. {@code
 * -Dmemories=100000} is how many there are in the database, of which the largest users have a fifth each and whoever is not
 * measured the rest; a million, where nothing is said, takes 12 GB of disk, 8 GB of memory and 15 minutes. {@code
 * -Dpostgres.settings=shared_buffers=1GB} replaces the settings of {@link GatewayBenchmark}.
 */
@GatewayBenchmark
class RecallBenchmark {

    private static final int MEMORIES = Integer.getInteger("memories", 1_000_000);

    private static final int FILLER = 500;

    /** Few enough for a busy machine: the provider gives back what it has made when its time is up. */
    private static final int TEXTS_AT_ONCE = 100;

    @LocalServerPort
    int port;

    @Value("${test.database}")
    String database;

    @Autowired
    Environment environment;

    @Autowired
    EmbeddingProvider provider;

    private final Report report = new Report();

    private final SoftAssertions promises = new SoftAssertions();

    @Test
    void findsTheNearest() throws SQLException, IOException {
        List<Owners> groups = new ArrayList<>();
        long number = 0;
        for (Space space : Space.values()) {
            for (Size size : sizes()) {
                groups.add(new Owners(size, owners(number, space, size.users, size.memories)));
                number += size.users;
            }
        }
        List<Owner> all = new ArrayList<>();
        groups.forEach(group -> all.addAll(group.owners));
        int others = MEMORIES - all.stream().mapToInt(Owner::memories).sum();
        all.addAll(owners(number, Space.CLUSTERED, Math.max(0, others / FILLER), FILLER));
        load(all);
        Owner reader = new Owner(-1, Space.RANDOM, Math.min(10_000, MEMORIES / 10));
        loadTexts(reader);
        TestPostgres.shared().execute(database, "vacuum analyze public.memory_embeddings");
        warmUp(groups.getFirst().owners.getFirst());

        report.row(
                "data", "user has", "recall@10", "lowest", "all 10", "exact", "p50 ms", "p95 ms", "brute force p50 ms");
        report.row("---", "--:", "--:", "--:", "--:", "--:", "--:", "--:", "--:");
        try (var truth = new BruteForce(database)) {
            for (Owners group : groups) {
                measure(group, queries(group), false, truth);
                if (group.size.memories >= 10_000) {
                    measure(group, queries(group), true, truth);
                }
            }
            measureTexts(reader, truth);
        }
        report.line("");
        report.line(circumstances());
        report.writeTo("recall.md");
        promises.assertAll();
    }

    @AfterAll
    void forget() {
        TestPostgres.shared().execute(database, "truncate public.users cascade");
        TestPostgres.shared().execute(database, "checkpoint");
    }

    private String circumstances() {
        return Superuser.of(environment)
                .sql("""
                        select format('%s processors for all; PostgreSQL %s with shared_buffers = %s; the table has %s, the index that'
                                      ' searches read %s.',
                                      :processors, current_setting('server_version'), current_setting('shared_buffers'),
                                      pg_size_pretty(pg_table_size('public.memory_embeddings')),
                                      pg_size_pretty(pg_table_size('public.memory_embeddings_by_code')))
                        """)
                .param("processors", Integer.toString(Runtime.getRuntime().availableProcessors()))
                .query(String.class)
                .single();
    }

    private static List<Size> sizes() {
        return List.of(
                new Size(20, 25, 60), new Size(4, 1000, 60), new Size(1, 10_000, 60), new Size(1, MEMORIES / 5, 20));
    }

    private static List<Owner> owners(long first, Space space, int users, int memories) {
        return IntStream.range(0, users)
                .mapToObj(i -> new Owner(first + i, space, memories))
                .toList();
    }

    private static List<Query> queries(Owners group) {
        return IntStream.range(0, group.size.queries)
                .mapToObj(n -> {
                    Owner owner = group.owners.get(n % group.owners.size());
                    return new Query(owner, owner.query(n), "");
                })
                .toList();
    }

    private void load(List<Owner> owners) throws SQLException {
        long start = System.nanoTime();
        MemoryLoader.addUsers(database, owners);
        int rows = 0;
        try (var loader = new MemoryLoader(database)) {
            for (Owner owner : owners) {
                loader.add(owner);
                rows += owner.memories();
            }
        }
        report.line("%,d memories of %,d users, loaded in %,d s."
                .formatted(
                        rows,
                        owners.size(),
                        Duration.ofNanos(System.nanoTime() - start).toSeconds()));
        report.line("");
    }

    private void loadTexts(Owner reader) throws SQLException {
        MemoryLoader.addUsers(database, List.of(reader));
        List<String> texts = IntStream.range(0, reader.memories())
                .mapToObj(Sentences::memory)
                .toList();
        try (var loader = new MemoryLoader(database)) {
            for (int from = 0; from < texts.size(); from += TEXTS_AT_ONCE) {
                List<String> some = texts.subList(from, Math.min(from + TEXTS_AT_ONCE, texts.size()));
                List<float[]> vectors = provider.embed(some, Purpose.DOCUMENT, OwnKey.NONE);
                for (int n = 0; n < some.size(); n++) {
                    loader.add(reader.id(), "insight", some.get(n), Vector.padded(vectors.get(n)), provider.model());
                }
            }
        }
    }

    private void warmUp(Owner owner) {
        var client = new Client(port, owner.token());
        for (int n = 0; n < 500; n++) {
            assertThat(client.send(Client.search(owner.query(n), n % 2 == 0)).hits())
                    .isNotEmpty();
        }
    }

    private void measureTexts(Owner reader, BruteForce truth) throws SQLException {
        List<Query> queries = new ArrayList<>();
        for (int n = 0; n < 60; n++) {
            String text = Sentences.question(n);
            float[] vector =
                    provider.embed(List.of(text), Purpose.QUERY, OwnKey.NONE).getFirst();
            queries.add(new Query(reader, Vector.padded(vector), text));
        }
        measure("local model", 1, queries, false, truth);
    }

    private void measure(Owners group, List<Query> queries, boolean onlyPreferences, BruteForce truth)
            throws SQLException {
        String data = group.owners.getFirst().space().name().toLowerCase(Locale.ROOT);
        boolean hopeless = group.owners.getFirst().space() == Space.RANDOM && group.size.memories > 10_000;
        double promised = hopeless ? 0 : group.size.memories > 10_000 ? 0.98 : 1;
        measure(data, promised, queries, onlyPreferences, truth);
    }

    private void measure(String data, double promised, List<Query> queries, boolean onlyPreferences, BruteForce truth)
            throws SQLException {
        Times requests = new Times();
        Times bruteForce = new Times();
        double sum = 0;
        double lowest = 1;
        int complete = 0;
        int exact = 0;
        for (Query query : queries.subList(0, 3)) {
            query.ask(port, onlyPreferences).hits();
        }
        for (Query query : queries) {
            Client.Answer answer = query.ask(port, onlyPreferences);
            requests.add(answer.nanos());
            bruteForce.add(truth.nanosUnderRls(query.owner, query.vector, onlyPreferences));
            Set<UUID> nearest = truth.nearest(query.owner, query.vector, onlyPreferences);
            List<UUID> hits = answer.hits();
            double recall = hits.stream().filter(nearest::contains).count() / 10.0;
            sum += recall;
            lowest = Math.min(lowest, recall);
            complete += hits.size() == 10 ? 1 : 0;
            exact += answer.isExact() ? 1 : 0;
        }
        int memories = queries.getFirst().owner.memories();
        String what = data + (onlyPreferences ? ", one of 3 kinds" : "");
        report.row(
                what,
                String.format(Locale.ROOT, "%,d", memories),
                String.format(Locale.ROOT, "%.4f", sum / queries.size()),
                String.format(Locale.ROOT, "%.1f", lowest),
                percent(complete, queries.size()),
                percent(exact, queries.size()),
                requests.millis(50),
                requests.millis(95),
                bruteForce.millis(50));
        promises.assertThat(sum / queries.size())
                .as("recall: %s, %d", what, memories)
                .isGreaterThanOrEqualTo(promised - 1e-9);
        promises.assertThat(complete)
                .as("complete answers: %s, %d", what, memories)
                .isEqualTo(queries.size());
    }

    private static String percent(int part, int whole) {
        return Math.round(100.0 * part / whole) + " %";
    }

    private record Size(int users, int memories, int queries) {}

    private record Owners(Size size, List<Owner> owners) {}

    /** What is asked for: a vector, or the text that it was made of. */
    private record Query(Owner owner, Vector vector, String text) {

        Client.Answer ask(int port, boolean onlyPreferences) {
            String body = text.isEmpty() ? Client.search(vector, onlyPreferences) : Client.search(text, "SEMANTIC");
            return new Client(port, owner.token()).send(body);
        }
    }
}
