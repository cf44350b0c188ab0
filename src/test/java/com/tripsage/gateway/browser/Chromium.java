package com.tripsage.gateway.browser;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A headless Chromium, spoken to in its DevTools protocol. No name leads out of this machine. */
final class Chromium implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = new JsonMapper();

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final Map<String, BiConsumer<String, JsonNode>> listeners = new ConcurrentHashMap<>();

    private Chromium(Process process, String endpoint) {
        this.process = process;
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(endpoint), new Messages())
                .join();
    }

    /** Where the program is, if it is installed. */
    static Optional<Path> program() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(
                                System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts with a new profile in the folder. */
    static Chromium start(Path program, Path profile) throws IOException, InterruptedException {
        FileSystemUtils.deleteRecursively(profile);
        Files.createDirectories(profile);
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless=new",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile.toAbsolutePath(),
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--no-first-run"));
        if (System.getProperty("user.name").equals("root")) {
            command.add("--no-sandbox");
        }
        Path log = profile.resolve("log.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Path endpoint = profile.resolve("DevToolsActivePort");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(endpoint) || Files.readAllLines(endpoint).size() < 2) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                end(process);
                throw new IllegalStateException("Chromium does not start: " + Files.readString(log));
            }
            Thread.sleep(50);
        }
        List<String> lines = Files.readAllLines(endpoint);
        return new Chromium(process, "ws://127.0.0.1:" + lines.get(0) + lines.get(1));
    }

    /** A tab that shares nothing with others. */
    Tab open(int width, int height, boolean dark) {
        String context = send(null, "Target.createBrowserContext", Map.of())
                .path("browserContextId")
                .asString();
        String target = send(null, "Target.createTarget", Map.of("url", "about:blank", "browserContextId", context))
                .path("targetId")
                .asString();
        String session = send(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asString();
        return new Tab(this, session, width, height, dark);
    }

    void listen(String session, BiConsumer<String, JsonNode> listener) {
        listeners.put(session, listener);
    }

    JsonNode send(@Nullable String session, String method, Map<String, ?> parameters) {
        return post(session, method, parameters)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Sends and does not wait for the answer. */
    void tell(String session, String method, Map<String, ?> parameters) {
        write(lastId.incrementAndGet(), session, method, parameters);
    }

    private CompletableFuture<JsonNode> post(@Nullable String session, String method, Map<String, ?> parameters) {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        write(id, session, method, parameters);
        return answer;
    }

    private void write(int id, @Nullable String session, String method, Map<String, ?> parameters) {
        Map<String, Object> message = new HashMap<>(Map.of("id", id, "method", method, "params", parameters));
        if (session != null) {
            message.put("sessionId", session);
        }
        synchronized (socket) {
            socket.sendText(JSON.writeValueAsString(message), true).join();
        }
    }

    private void receive(String text) {
        JsonNode message = JSON.readTree(text);
        if (message.has("id")) {
            CompletableFuture<JsonNode> answer =
                    answers.remove(message.path("id").asInt());
            if (answer == null) {
                return;
            }
            if (message.has("error")) {
                answer.completeExceptionally(
                        new IllegalStateException(message.path("error").toString()));
            } else {
                answer.complete(message.path("result"));
            }
        } else {
            BiConsumer<String, JsonNode> listener =
                    listeners.get(message.path("sessionId").asString(""));
            if (listener != null) {
                listener.accept(message.path("method").asString(), message.path("params"));
            }
        }
    }

    @Override
    public void close() {
        socket.abort();
        end(process);
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private class Messages implements WebSocket.Listener {

        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                String whole = message.toString();
                message.setLength(0);
                receive(whole);
            }
            webSocket.request(1);
            return null;
        }
    }
}
