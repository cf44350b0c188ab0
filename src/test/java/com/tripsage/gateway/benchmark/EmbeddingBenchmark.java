package com.tripsage.gateway.benchmark;

import com.tripsage.gateway.GatewayProcess;
import com.tripsage.gateway.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How long memories of 1,000 characters wait for their vectors, on an idle gateway and on a busy one, and what readers notice.
 *
 * <p>{@code mvn test -Dtest=EmbeddingBenchmark} prints a table and leaves it in {@code target/embedding.md}. {@code -Dmemories}
 * is how many there are, 1,000, and {@code -Dseconds} how long a busy gateway is looked at, 60.
 */
class EmbeddingBenchmark {

    private static final int MEMORIES = Integer.getInteger("memories", 1000);
    private static final int SECONDS = Integer.getInteger("seconds", 60);
    private static final int CHARACTERS = 1000;
    private static final String READ = Client.body(
            "{ trips(first: 20) { edges { node { id title flights { id } accommodations { id } } } } }", Map.of());

    private final String database = TestPostgres.shared().createDatabase();
    private final Owner reader = new Owner(1, Space.CLUSTERED, 0);
    private final Report report = new Report();

    @AfterEach
    void forget() {
        TestPostgres.shared().dropDatabase(database);
    }

    @Test
    void fromTheFirstToTheLastVector() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.embedding("embedding", database)) {
            new Client(gateway.port(), reader.token())
                    .send(Client.body("mutation { createTrip(input: { title: \"Oslo\" }) { trip { id } } }", Map.of()));
            reads(gateway.port(), 1, 10, 3);
            report.row("gateway", "memories", "s to the last answer", "s to the last vector", "reads p50 / p95 in ms");
            report.row("---", "--:", "--:", "--:", "--:");
            Times alone = reads(gateway.port(), 1, 50, 10);
            report.row("a reader, a request every 50 ms", "–", "–", "–", alone.millis(50) + " / " + alone.millis(95));
            long start = System.nanoTime();
            long answered = add(gateway.port(), 2, MEMORIES);
            report.row("idle", MEMORIES, seconds(answered - start), seconds(waitForTheLast() - start), "–");
            beside("a reader, a request every 50 ms", gateway.port(), 3, 1, 50);
            beside("four readers without a pause", gateway.port(), 4, 4, 0);
        }
        report.writeTo("embedding.md");
    }

    /** What is made in a while, of memories that a program has stored that makes no vectors. */
    private void beside(String who, int port, int owner, int readers, int pause) throws Exception {
        store(owner, MEMORIES);
        long before = waiting();
        Times times = reads(port, readers, pause, SECONDS);
        report.row(
                who + ", for " + SECONDS + " s",
                before - waiting(),
                "–",
                "–",
                times.millis(50) + " / " + times.millis(95) + " of " + times.count());
        try (Connection connection = TestPostgres.shared().connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("delete from gateway.embedding_queue");
        }
        Thread.sleep(2000);
    }

    private long add(int port, int owner, int count) {
        var client = new Client(port, new Owner(owner, Space.CLUSTERED, 0).token());
        for (int from = 0; from < count; from += 500) {
            List<Map<String, String>> inputs = new ArrayList<>();
            for (int n = from; n < Math.min(count, from + 500); n++) {
                inputs.add(Map.of("kind", "CONVERSATION", "text", text(n)));
            }
            client.send(Client.body(
                            "mutation ($inputs: [AddMemoryInput!]!) { addMemories(inputs: $inputs) { outcomes } }",
                            Map.of("inputs", inputs)))
                    .at("/addMemories");
        }
        return System.nanoTime();
    }

    private void store(int owner, int count) throws SQLException {
        var user = new Owner(owner, Space.CLUSTERED, 0);
        MemoryLoader.addUsers(database, List.of(user));
        try (Connection connection = TestPostgres.shared().connect(database);
                var insert = connection.prepareStatement(
                        "insert into memory_embeddings (user_id, content_type, content_text) values (?, 'insight', ?)")) {
            for (int n = 0; n < count; n++) {
                insert.setObject(1, user.id());
                insert.setString(2, text(n));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static String text(int number) {
        var text = new StringBuilder();
        for (int n = 0; text.length() < CHARACTERS; n++) {
            text.append(Sentences.memory(number * 20 + n)).append(". ");
        }
        return text.substring(0, CHARACTERS);
    }

    private long waitForTheLast() throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(30);
        while (waiting() > 0 && System.nanoTime() < end) {
            Thread.sleep(100);
        }
        return System.nanoTime();
    }

    private long waiting() throws SQLException {
        try (Connection connection = TestPostgres.shared().connect(database);
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from gateway.embedding_queue")) {
            count.next();
            return count.getLong(1);
        }
    }

    private Times reads(int port, int readers, int pause, int seconds) throws InterruptedException {
        var all = new Times();
        var done = new CountDownLatch(readers);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (int n = 0; n < readers; n++) {
            Thread.startVirtualThread(() -> {
                var own = new Times();
                var client = new Client(port, reader.token());
                try {
                    while (System.nanoTime() < end) {
                        own.add(client.send(READ).nanos());
                        Thread.sleep(pause);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    synchronized (all) {
                        all.addAll(own);
                    }
                    done.countDown();
                }
            });
        }
        done.await();
        return all;
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e9);
    }
}
