package com.tripsage.gateway.benchmark;

import com.tripsage.gateway.GatewayProcess;
import com.tripsage.gateway.TestPostgres;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the triggers of the change log cost writers who come through the gateway: mutations a second of 16 of them, with the
 * triggers and without, in turn. {@code src/test/pgbench/writes.sh} measures the same without a gateway.
 *
 * <p>{@code mvn test -Dtest=WriteBenchmark}, after {@code mvn package}, prints a table and leaves it in
 * {@code target/writes.md}. {@code -Drounds}, 9, and {@code -Dseconds} of each, 8.
 */
class WriteBenchmark {

    private static final int ROUNDS = Integer.getInteger("rounds", 9);
    private static final int SECONDS = Integer.getInteger("seconds", 8);
    private static final int WARM_UP = 45;
    private static final int WRITERS = 16;

    private static final String CREATE = "mutation { createTrip(input: { title: \"Porto\" }) { trip { id } } }";
    private static final String UPDATE =
            "mutation ($id: ID!, $title: String!) { updateTrip(input: {id: $id, title: $title}) { trip { version } } }";
    private static final String START = "mutation { startChatSession(input: {}) { chatSession { id } } }";

    private final TestPostgres postgres = TestPostgres.shared();
    private final String database = postgres.createDatabase();
    private final Report report = new Report();

    @AfterEach
    void forget() {
        postgres.dropDatabase(database);
    }

    @Test
    void writesWithTriggersAndWithout() throws IOException, InterruptedException {
        try (GatewayProcess gateway = GatewayProcess.packaged("writes", database, 256)) {
            List<Writer> writers = IntStream.range(0, WRITERS)
                    .mapToObj(
                            n -> Writer.arriving(new Client(gateway.port(), new Owner(n, Space.CLUSTERED, 0).token())))
                    .toList();
            round(writers, WARM_UP);
            List<Double> without = new ArrayList<>();
            List<Double> with = new ArrayList<>();
            report.row("round", "without", "with", "ratio");
            report.row("--:", "--:", "--:", "--:");
            for (int n = 0; n < ROUNDS; n++) {
                switchTriggers("disable");
                without.add(round(writers, SECONDS));
                switchTriggers("enable");
                with.add(round(writers, SECONDS));
                row(Integer.toString(n + 1), without.get(n), with.get(n));
            }
            row("median", median(without), median(with));
        }
        report.writeTo("writes.md");
    }

    private void row(String name, double without, double with) {
        report.row(name, Math.round(without), Math.round(with), String.format(Locale.ROOT, "%.3f", with / without));
    }

    private void switchTriggers(String how) {
        postgres.execute(database, """
                do $$
                declare
                    one record;
                begin
                    for one in
                        select tgrelid::regclass as rel, tgname from pg_trigger where tgfoid::regproc::text like 'changelog.%%'
                    loop
                        execute format('alter table %%s %s trigger %%I', one.rel, one.tgname);
                    end loop;
                end
                $$
                """.formatted(how));
    }

    /** Mutations a second. */
    private static double round(List<Writer> writers, int seconds) {
        var count = new AtomicInteger();
        long begin = System.nanoTime();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            writers.forEach(writer -> executor.execute(() -> {
                while (System.nanoTime() - begin < seconds * 1_000_000_000L) {
                    count.addAndGet(writer.write(count.get()));
                }
            }));
        }
        return count.get() / ((System.nanoTime() - begin) / 1e9);
    }

    private static double median(List<Double> numbers) {
        return numbers.stream().sorted().skip(numbers.size() / 2).findFirst().orElseThrow();
    }

    /** Somebody with a trip. */
    private record Writer(Client client, String trip) {

        static Writer arriving(Client client) {
            return new Writer(
                    client,
                    client.send(Client.body(CREATE, Map.of()))
                            .at("/createTrip/trip/id")
                            .stringValue());
        }

        /** How many mutations it made, each of which writes a row. */
        int write(int number) {
            client.send(Client.body(CREATE, Map.of())).at("");
            client.send(Client.body(UPDATE, Map.of("id", trip, "title", "Faro " + number)))
                    .at("");
            client.send(Client.body(START, Map.of())).at("");
            return 3;
        }
    }
}
