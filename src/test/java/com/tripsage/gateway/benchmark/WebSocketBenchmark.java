package com.tripsage.gateway.benchmark;

import com.nimbusds.jose.JWSAlgorithm;
import com.tripsage.gateway.security.Tokens;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * How much memory waiting WebSockets take, each of another caller.
 *
 * <p>{@code mvn test -Dtest=WebSocketBenchmark -Durl=http://127.0.0.1:8080/graphql -Dpid=<of the gateway>
 * -Dsecret=<its GATEWAY_JWT_SECRET> -Dsockets=10000 -Dseconds=60} prints a table; {@code -Ddocument='subscription { … }'}
 * has each of them subscribe. The gateway: {@code java -XX:+UseSerialGC -Xmx512m -jar target/gateway.jar}. Both need {@code
 * ulimit -n} above the number of sockets.
 */
class WebSocketBenchmark {

    private static final int SOCKETS = Integer.getInteger("sockets", 10_000);

    private static final Duration HOLD = Duration.ofSeconds(Integer.getInteger("seconds", 60));

    /** How many connect at once. */
    private static final int CONNECTING = 100;

    private final URI url = URI.create(System.getProperty("url", "http://127.0.0.1:8080/graphql"));
    private final String secret = System.getProperty("secret", Tokens.SECRET);
    private final @Nullable String document = System.getProperty("document");
    private final List<RawSocket> sockets = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    private long messages;

    @Test
    void holdsIdleSockets() throws IOException {
        long before = residentKib();
        long begin = System.nanoTime();
        try (Selector selector = Selector.open()) {
            while (sockets.size() < SOCKETS || count(RawSocket.State.HELD) + count(RawSocket.State.CLOSED) < SOCKETS) {
                while (sockets.size() < SOCKETS && underWay() < CONNECTING) {
                    sockets.add(RawSocket.connect(selector, url, token(), document));
                }
                turn(selector);
            }
            double opening = (System.nanoTime() - begin) / 1e9;
            long opened = residentKib();
            long end = System.nanoTime() + HOLD.toNanos();
            while (System.nanoTime() < end) {
                turn(selector);
            }
            report(before, opened, residentKib(), opening);
        } finally {
            sockets.forEach(RawSocket::close);
        }
    }

    private void turn(Selector selector) throws IOException {
        selector.select(200);
        for (SelectionKey key : selector.selectedKeys()) {
            messages += ((RawSocket) key.attachment()).ready(key, buffer);
        }
        selector.selectedKeys().clear();
    }

    private int underWay() {
        return sockets.size() - count(RawSocket.State.HELD) - count(RawSocket.State.CLOSED);
    }

    private int count(RawSocket.State state) {
        return (int) sockets.stream().filter(socket -> socket.state() == state).count();
    }

    private String token() {
        return Tokens.signed(
                JWSAlgorithm.HS256,
                secret,
                Tokens.claims().subject(UUID.randomUUID().toString()).build());
    }

    private void report(long before, long opened, long after, double opening) {
        int held = count(RawSocket.State.HELD);
        Report report = new Report();
        report.row("sockets", "held", "closed", "messages", "opened in s", "RSS MiB", "opened", "after", "KiB each");
        report.row("--:", "--:", "--:", "--:", "--:", "--:", "--:", "--:", "--:");
        report.row(
                SOCKETS,
                held,
                SOCKETS - held,
                messages,
                decimal(opening),
                decimal(before / 1024.0),
                decimal(opened / 1024.0),
                decimal(after / 1024.0),
                decimal((double) (after - before) / held));
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }

    private static long residentKib() throws IOException {
        Path status = Path.of("/proc", System.getProperty("pid", "self"), "status");
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findAny()
                .orElseThrow();
    }
}
