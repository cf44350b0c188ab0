package com.tripsage.gateway.benchmark;

import com.tripsage.gateway.GatewayProcess;
import com.tripsage.gateway.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Many times more mutations than a gateway with a heap of 256 MiB can make, from the moment of its start: what becomes of
 * them, and of the gateway.
 *
 * <p>{@code mvn test -Dtest=OverloadBenchmark}, after {@code mvn package}, prints a table and leaves it in
 * {@code target/overload.md}. {@code -Drate} is how many are sent a second, 4,000, {@code -Dseconds} how long, 20.
 */
class OverloadBenchmark {

    private static final int RATE = Integer.getInteger("rate", 4000);
    private static final int SECONDS = Integer.getInteger("seconds", 20);
    private static final int CONNECTIONS = 6000;
    private static final int CALLERS = 1000;

    private static final String CREATE = Client.body(
            "mutation { createTrip(input: { title: \"Porto\" }) { trip { id title flights { id } } } }", Map.of());

    private final String database = TestPostgres.shared().createDatabase();
    private final Report report = new Report();

    @AfterEach
    void forget() {
        TestPostgres.shared().dropDatabase(database);
    }

    @Test
    void survives() throws IOException, InterruptedException {
        try (GatewayProcess gateway = GatewayProcess.packaged("overload", database, 256)) {
            List<Client> callers = IntStream.range(0, CALLERS)
                    .mapToObj(n -> new Client(gateway.port(), new Owner(n, Space.CLUSTERED, 0).token()))
                    .toList();
            report.row("sent", "became of them", "resident MiB afterwards", "ms for one afterwards");
            report.row("--:", "---", "--:", "--:");
            Map<String, Integer> outcomes = new ConcurrentHashMap<>();
            int sent = send(callers, outcomes);
            long resident = gateway.residentKib() / 1024;
            report.row(sent, new TreeMap<>(outcomes), resident, median(callers.get(0)));
        }
        report.writeTo("overload.md");
    }

    private static int send(List<Client> callers, Map<String, Integer> outcomes) throws InterruptedException {
        var connections = new Semaphore(CONNECTIONS);
        int sent = 0;
        long begin = System.nanoTime();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(SECONDS)) {
                TimeUnit.NANOSECONDS.sleep(begin + sent * (TimeUnit.SECONDS.toNanos(1) / RATE) - System.nanoTime());
                connections.acquire();
                Client caller = callers.get(sent++ % CALLERS);
                executor.execute(() -> {
                    outcomes.merge(outcome(caller), 1, Integer::sum);
                    connections.release();
                });
            }
        }
        return sent;
    }

    private static String outcome(Client caller) {
        try {
            Client.Answer answer = caller.send(CREATE);
            return answer.isError() ? answer.errorCode() : "done";
        } catch (UncheckedIOException noAnswer) {
            return "no answer";
        }
    }

    private static long median(Client caller) {
        return IntStream.range(0, 21)
                        .mapToLong(n -> caller.send(CREATE).nanos())
                        .sorted()
                        .skip(10)
                        .findFirst()
                        .orElseThrow()
                / 1_000_000;
    }
}
