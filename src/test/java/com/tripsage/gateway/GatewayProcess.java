package com.tripsage.gateway;

import com.tripsage.gateway.security.Tokens;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A gateway in a JVM of its own, which can be killed and started again on its port. */
public final class GatewayProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /** As in this JVM: the whole suite does without the second compiler, a single class and a benchmark don't. */
    private static final List<String> COMPILATION = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("-XX:TieredStopAtLevel"))
            .toList();

    private final String name;
    private final int port;
    private final Path log;
    private final List<String> command;
    private @Nullable Process process;

    private GatewayProcess(String name, int port, Path log, List<String> command) {
        this.name = name;
        this.port = port;
        this.log = log;
        this.command = command;
    }

    /** The gateway of the tests' class path, ready to serve from a database of the tests' PostgreSQL. */
    public static GatewayProcess started(String name, String database) throws IOException, InterruptedException {
        return started("torture", name, database, 256, fromClassPath("none"));
    }

    /** The same with the local model, which makes vectors. */
    public static GatewayProcess embedding(String name, String database) throws IOException, InterruptedException {
        return started("benchmark", name, database, 512, fromClassPath("local"));
    }

    /** The same as the first with other settings, as {@code --name=value}. */
    public static GatewayProcess set(String name, String database, String... settings)
            throws IOException, InterruptedException {
        List<String> program = new ArrayList<>(fromClassPath("none"));
        program.addAll(List.of(settings));
        return started("settings", name, database, 256, program);
    }

    private static List<String> fromClassPath(String provider) {
        return List.of(
                "-cp", classPath(), GatewayApplication.class.getName(), "--gateway.embedding.provider=" + provider);
    }

    /** The packaged one, {@code target/gateway.jar}, with a heap of so many MiB, for clients who all have one address. */
    public static GatewayProcess packaged(String name, String database, int heap)
            throws IOException, InterruptedException {
        return started(
                "benchmark",
                name,
                database,
                heap,
                List.of(
                        "-jar",
                        "target/gateway.jar",
                        "--gateway.embedding.provider=none",
                        "--gateway.websocket.max-uninitialised-per-address=0"));
    }

    private static GatewayProcess started(String purpose, String name, String database, int heap, List<String> program)
            throws IOException, InterruptedException {
        int port = freePort();
        var gateway = new GatewayProcess(
                name, port, Path.of("target", purpose, name + ".log"), command(database, port, heap, program));
        try {
            gateway.start();
        } catch (IOException | InterruptedException | RuntimeException e) {
            gateway.close();
            throw e;
        }
        return gateway;
    }

    public String name() {
        return name;
    }

    public int port() {
        return port;
    }

    public void start() throws IOException, InterruptedException {
        Files.createDirectories(log.getParent());
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("Gateway " + name + " does not start; see " + log);
            }
            Thread.sleep(200);
        }
    }

    private static List<String> command(String database, int port, int heap, List<String> program) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx" + heap + "m",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(COMPILATION);
        command.addAll(program);
        for (String property : GatewayTest.OnTestPostgres.properties(database)) {
            command.add("--" + property);
        }
        command.addAll(List.of(
                "--server.port=" + port,
                "--gateway.webhooks.allow-http=true",
                "--gateway.webhooks.allow-private=true",
                "--gateway.webhooks.timeout=2s",
                "--gateway.webhooks.retry-after=100ms",
                "--gateway.webhooks.longest-pause=1s",
                "--gateway.quota.shares-per-hour=0",
                "--gateway.quota.shares-per-address-and-hour=0"));
        return command;
    }

    /** A command of the gateway's, with its output in a file. */
    public static Process command(String database, Path output, String... words) throws IOException {
        List<String> command = command(database, freePort(), 256, fromClassPath("none"));
        command.addAll(List.of(words));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** Without the tests' own classes, of which some would be beans. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("test-classes/"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private boolean isReady() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** What it has written. */
    public Path log() {
        return log;
    }

    /** What it measures, as Prometheus reads it. */
    public String metrics() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                .header("Authorization", "Bearer " + Tokens.OPERATOR)
                .timeout(Duration.ofSeconds(5))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** As the kernel does it when memory is short: nothing is told to anybody. */
    public void kill() throws InterruptedException {
        Objects.requireNonNull(process).destroyForcibly().waitFor();
    }

    /** As a deployment does it; the gateway has time to say good-bye. */
    public CompletableFuture<Process> terminate() {
        Process running = Objects.requireNonNull(process);
        running.destroy();
        return running.onExit();
    }

    /** Of physical memory, as Linux counts it. */
    public long residentKib() throws IOException {
        long pid = Objects.requireNonNull(process).pid();
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findAny()
                .orElseThrow();
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
