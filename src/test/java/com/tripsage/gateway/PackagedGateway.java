package com.tripsage.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The jar as somebody runs it, in a process of its own, with what it said. */
final class PackagedGateway implements AutoCloseable {

    static final Path JAR = Path.of(System.getProperty("jar", "target/gateway.jar"));

    /** The same without a first run. */
    static final Path IMAGE_JAR = JAR.resolveSibling("gateway-image.jar");

    /** One for each JVM of the tests, since they run side by side. */
    private static final Path FOLDER = Path.of(System.getProperty("packaged", "target/packaged"));

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Process process;
    private final Path log;
    private final int port;

    private PackagedGateway(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** Starts it on a free port, and waits for nothing. */
    static PackagedGateway start(Path jar, Map<String, String> environment, List<String> arguments) {
        return start(jar, freePort(), environment, arguments);
    }

    static PackagedGateway start(Path jar, int port, Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-jar",
                jar.toAbsolutePath().toString(),
                "--server.port=" + port));
        command.addAll(arguments);
        try {
            Path folder = Files.createDirectories(FOLDER);
            Path log = Files.createTempFile(folder, "gateway-", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .directory(folder.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("GATEWAY_") || name.startsWith("SPRING_"));
            builder.environment().putAll(environment);
            return new PackagedGateway(builder.start(), log, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A jar taken apart, which is how the image runs it. */
    static Path extracted(Path jar) throws IOException, InterruptedException {
        Path folder = FOLDER.resolve(jar.getFileName() + "-extracted");
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djarmode=tools",
                        "-jar",
                        jar.toString(),
                        "extract",
                        "--force",
                        "--destination",
                        folder.toString())
                .inheritIO()
                .start();
        if (tool.waitFor() != 0) {
            throw new IllegalStateException("The jar can't be taken apart");
        }
        return folder.resolve(jar.getFileName());
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean hasSaid(String words) {
        return log().contains(words);
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isReady() {
        return status("/actuator/health/readiness") == 200;
    }

    int status(String path) {
        return status(port, path);
    }

    /** 0 where there is no answer. */
    static int status(int port, String path) {
        try {
            return HTTP.send(request(port, path).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    HttpResponse<String> get(String token, String path) throws IOException, InterruptedException {
        return HTTP.send(
                request(port, path).header("Authorization", "Bearer " + token).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    String query(String token, String document) throws IOException, InterruptedException {
        return HTTP.send(
                        request(port, "/graphql")
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"query\": \"" + document + "\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }

    /** SIGTERM, as an orchestrator sends it. */
    void terminate() {
        process.destroy();
    }

    /** Waits for its end. */
    int exitCode(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("The gateway still runs after " + patience + "\n" + log());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
