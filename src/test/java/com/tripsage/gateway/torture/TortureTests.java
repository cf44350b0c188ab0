package com.tripsage.gateway.torture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.GatewayProcess;
import com.tripsage.gateway.TestPostgres;
import com.tripsage.gateway.torture.Truth.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Nobody misses anything, and nobody gets what is not for them: while writers write through two gateways and past them,
 * subscribers come and go, two gateways are killed, and PostgreSQL is restarted and crashes. {@code -Dtorture.seconds=600} makes it
 * last longer than a minute.
 */
class TortureTests {

    private static final Duration LOAD = Duration.ofSeconds(Integer.getInteger("torture.seconds", 60));

    private static final int TRIPS = 50;
    private static final int SUBSCRIBERS = 20;
    private static final int OVER_SSE = 4;

    /** One in so many follows one of its trips alone. */
    private static final int ONE_TRIP = 3;

    /** So many of the subscribers have a webhook as well. */
    private static final int ENDPOINTS = 6;

    private static final int WRITERS = 8;

    private final String database = TestPostgres.shared().createDatabase();
    private final JdbcClient sql = JdbcClient.create(new DriverManagerDataSource(
            TestPostgres.shared().jdbcUrl(database),
            TestPostgres.shared().ownerUser(),
            TestPostgres.shared().ownerPassword()));
    private final List<GatewayProcess> gateways = new ArrayList<>();
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final Map<String, Writer> writers = new TreeMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private final StringBuilder report = new StringBuilder();

    @AfterEach
    void end() throws InterruptedException {
        writers.values().forEach(Writer::stop);
        subscribers.forEach(Subscriber::stop);
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join();
        }
        endpoints.forEach(Endpoint::close);
        gateways.forEach(GatewayProcess::close);
        TestPostgres.shared().dropDatabase(database);
    }

    @Test
    void losesNothing() throws IOException, InterruptedException {
        // What is acknowledged has to survive the restart.
        TestPostgres.shared().execute("postgres", "alter database " + database + " set synchronous_commit = on");
        gateways.add(GatewayProcess.started("A", database));
        gateways.add(GatewayProcess.started("B", database));
        meet();
        subscribers.forEach(subscriber -> begin(subscriber.toString(), subscriber));
        await("everybody has subscribed", () -> subscribers.stream().allMatch(Subscriber::hasBegun));
        openEndpoints();
        long start = Truth.end(sql);
        beginToWrite();
        causeTrouble();
        writers.values().forEach(Writer::stop);
        await("PostgreSQL is back", this::isUp);
        for (Thread thread : threads.subList(SUBSCRIBERS + ENDPOINTS, threads.size())) {
            thread.join();
        }
        subscribers.forEach(Subscriber::settle);
        endpoints.forEach(Endpoint::settle);
        long marks = Truth.end(sql);
        sql.sql("update trips set description = 'the end'").update();
        var truth = new Truth(sql, start, marks);
        Map<Subscriber, List<Row>> due = subscribers.stream()
                .collect(Collectors.toMap(subscriber -> subscriber, subscriber -> due(truth, subscriber)));
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (lost(due) + lostByEndpoints(truth) > 0 && System.nanoTime() < deadline) {
            Thread.sleep(200);
        }
        // What must not come gets its chance.
        Thread.sleep(1000);
        subscribers.forEach(Subscriber::stop);
        judge(truth, due);
    }

    /** Each trip has an owner and two members from the beginning to the end. */
    private void meet() {
        List<UUID> trips = Stream.generate(UUID::randomUUID).limit(TRIPS).toList();
        for (int n = 0; n < SUBSCRIBERS; n++) {
            Transport transport = n < OVER_SSE ? Transport.SSE : Transport.WEB_SOCKET;
            UUID trip = n % ONE_TRIP == 0 ? trips.get(n) : null;
            var subscriber = new Subscriber(n, transport, trip, gateways);
            subscribers.add(subscriber);
            sql.sql("insert into users (id, email) values (?, ?)")
                    .params(subscriber.id(), subscriber.email())
                    .update();
        }
        for (int n = 0; n < TRIPS; n++) {
            UUID trip = trips.get(n);
            sql.sql("insert into trips (id, user_id, title) values (?, ?, 'Constant')")
                    .params(trip, subscribers.get(n % SUBSCRIBERS).id())
                    .update();
            for (int other = 1; other <= 2; other++) {
                sql.sql("insert into trip_members (trip_id, user_id, role, joined_at)"
                                + " values (?, ?, 'viewer', '2000-01-01')")
                        .params(trip, subscribers.get((n + other) % SUBSCRIBERS).id())
                        .update();
            }
        }
    }

    private void openEndpoints() throws IOException, InterruptedException {
        for (int n = 0; n < ENDPOINTS; n++) {
            var endpoint = new Endpoint(subscribers.get(n), n);
            endpoints.add(endpoint);
            endpoint.register(gateways.get(n % 2));
            begin(endpoint.toString(), endpoint);
        }
    }

    private void beginToWrite() {
        Map<UUID, String> tokens = subscribers.stream().collect(Collectors.toMap(Subscriber::id, Subscriber::token));
        for (int n = 0; n < WRITERS; n++) {
            String name;
            Writer writer;
            if (n < 4) {
                GatewayProcess gateway = gateways.get(n % 2);
                name = "writer " + n + ", gateway " + gateway.name();
                writer = new Writer.ThroughGateway(database, n, gateway, tokens);
            } else {
                name = "writer " + n + ", SQL";
                writer = new Writer.InSql(database, n);
            }
            writers.put(name, writer);
            begin(name, writer);
        }
    }

    private void begin(String name, Runnable work) {
        threads.add(Thread.ofPlatform().name(name).start(work));
    }

    /** Spread over the time of the load: a gateway is killed, PostgreSQL restarted, the other gateway killed, PostgreSQL too. */
    private void causeTrouble() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        sleepUntil(begin, 0.15);
        gateways.get(0).kill();
        Thread.sleep(500);
        gateways.get(0).start();
        sleepUntil(begin, 0.5);
        TestPostgres.shared().restart();
        sleepUntil(begin, 0.65);
        gateways.get(1).kill();
        Thread.sleep(500);
        gateways.get(1).start();
        sleepUntil(begin, 0.9);
        crashPostgres();
        sleepUntil(begin, 1);
    }

    /** When one of its processes is killed, PostgreSQL ends all others and recovers; in a container it can't be reached. */
    private void crashPostgres() {
        if (!"docker".equals(System.getProperty("postgres"))) {
            long process = sql.sql(
                            "select pid from pg_stat_activity where application_name = 'tripsage-gateway' limit 1")
                    .query(Long.class)
                    .single();
            ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static void sleepUntil(long begin, double part) throws InterruptedException {
        long rest = begin + (long) (LOAD.toNanos() * part) - System.nanoTime();
        Thread.sleep(Duration.ofNanos(Math.max(rest, 0)));
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private boolean isUp() {
        try {
            return Truth.end(sql) > 0;
        } catch (DataAccessException notYet) {
            return false;
        }
    }

    private static List<Row> due(Truth truth, Subscriber subscriber) {
        return truth.due(subscriber.id()).stream()
                .filter(row -> subscriber.follows(row.key().trip()))
                .toList();
    }

    private static int lost(Map<Subscriber, List<Row>> due) {
        return due.entrySet().stream()
                .mapToInt(one ->
                        Truth.missing(one.getValue(), one.getKey().events()).size())
                .sum();
    }

    private int lostByEndpoints(Truth truth) {
        return endpoints.stream()
                .mapToInt(endpoint -> Truth.missing(truth.due(endpoint.owner().id()), endpoint.acknowledged())
                        .size())
                .sum();
    }

    private void judge(Truth truth, Map<Subscriber, List<Row>> due) throws IOException {
        writers.forEach((name, writer) -> say(name + ": " + writer.outcomes()));
        List<String> lost = new ArrayList<>();
        List<String> undue = new ArrayList<>();
        List<String> disorder = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        Map<String, Integer> ends = new TreeMap<>();
        long delivered = 0;
        long distinct = 0;
        for (Subscriber subscriber : subscribers) {
            List<Event> events = subscriber.events();
            delivered += events.size();
            distinct += events.stream().map(Event::key).distinct().count();
            Truth.missing(Objects.requireNonNull(due.get(subscriber)), events)
                    .forEach(row -> lost.add(subscriber + " lost " + row + around(subscriber, row)));
            truth.undue(subscriber.id(), events).forEach(what -> undue.add(subscriber + ": " + what));
            events.stream()
                    .filter(event -> !subscriber.follows(event.key().trip()))
                    .forEach(event -> undue.add(subscriber + " did not ask for " + event));
            truth.disorder(events).forEach(what -> disorder.add(subscriber + ": " + what));
            for (Session session : subscriber.sessions()) {
                truth.disorder(session.events()).forEach(what -> disorder.add(session + ": " + what));
                faults.addAll(session.faults());
                ends.merge(session.ended().getNow("the end"), 1, Integer::sum);
            }
        }
        for (Endpoint endpoint : endpoints) {
            List<Event> arrived = endpoint.arrived();
            Truth.missing(truth.due(endpoint.owner().id()), endpoint.acknowledged())
                    .forEach(row -> lost.add(endpoint + " lost " + row));
            truth.undue(endpoint.owner().id(), arrived).forEach(what -> undue.add(endpoint + ": " + what));
            truth.disorder(arrived).forEach(what -> disorder.add(endpoint + ": " + what));
            truth.disorder(endpoint.acknowledged()).forEach(what -> disorder.add(endpoint + ": " + what));
            say(endpoint + ": arrived " + arrived.size() + ", acknowledged "
                    + endpoint.acknowledged().size());
        }
        say("changes in the log: " + truth.size());
        say("due: " + due.values().stream().mapToInt(List::size).sum() + ", delivered: " + delivered + ", repeats: "
                + (delivered - distinct));
        say("sessions: "
                + subscribers.stream().mapToInt(one -> one.sessions().size()).sum() + ", ended by: " + ends);
        say("gateways killed: 2, PostgreSQL restarted: 1, crashed: 1");
        say("lost: %d, undue: %d, out of order: %d, faults: %d"
                .formatted(lost.size(), undue.size(), disorder.size(), faults.size()));
        List<String> findings =
                Stream.of(faults, undue, disorder, lost).flatMap(List::stream).toList();
        findings.forEach(finding -> report.append(finding).append('\n'));
        Files.writeString(Path.of("target/torture/report.txt"), report);
        assertThat(findings.stream().limit(20))
                .as("%d findings, all of them in target/torture/report.txt", findings.size())
                .isEmpty();
    }

    /** The sessions before, during and after which it happened. */
    private static String around(Subscriber subscriber, Row row) {
        return subscriber.sessions().stream()
                .filter(session -> session.isAround(row.key().occurredAt()))
                .map(session -> "\n    " + session)
                .collect(Collectors.joining());
    }

    private void say(String line) {
        System.out.println(line);
        report.append(line).append('\n');
    }
}
