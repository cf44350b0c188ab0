package com.tripsage.gateway.embedding.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server that speaks OpenAI's API, and behaves as badly as it is told. */
public final class EmbeddingService implements AutoCloseable {

    /** An answer to a call. */
    @FunctionalInterface
    public interface Answer {
        void to(HttpExchange exchange, JsonNode request) throws IOException;
    }

    /** A call that came in. */
    public record Call(@Nullable String authorization, JsonNode body) {}

    private final JsonMapper json = new JsonMapper();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Deque<Answer> next = new ConcurrentLinkedDeque<>();
    private volatile Answer usual = this::vectors;

    public EmbeddingService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/v1/embeddings", this::handle);
        server.createContext("/elsewhere", this::handle);
        server.start();
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/v1";
    }

    public List<Call> calls() {
        return calls;
    }

    /** From now on. */
    public void answers(Answer answer) {
        usual = answer;
    }

    /** Once, before the usual one. */
    public void answersOnce(Answer answer) {
        next.add(answer);
    }

    public void works() {
        usual = this::vectors;
    }

    public static Answer status(int status, String... headers) {
        return (exchange, request) -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            send(
                    exchange,
                    status,
                    "{\"error\": {\"message\": \"Incorrect API key provided: "
                            + exchange.getRequestHeaders().getFirst("Authorization") + "\"}}");
        };
    }

    public static Answer body(String body) {
        return (exchange, request) -> send(exchange, 200, body);
    }

    /** An answer to one text. */
    public static Answer vector(String numbers) {
        return body("{\"data\": [{\"index\": 0, \"embedding\": " + numbers + "}]}");
    }

    public static String numbers(int count) {
        return IntStream.range(0, count).mapToObj(i -> "0.5").collect(Collectors.joining(",", "[", "]"));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = json.readTree(exchange.getRequestBody().readAllBytes());
            calls.add(new Call(exchange.getRequestHeaders().getFirst("Authorization"), request));
            Answer once = next.poll();
            (once == null ? usual : once).to(exchange, request);
        }
    }

    /** A vector that tells the text's length, and the last text first. */
    public void vectors(HttpExchange exchange, JsonNode request) throws IOException {
        JsonNode input = request.get("input");
        String data = IntStream.range(0, input.size())
                .map(i -> input.size() - 1 - i)
                .mapToObj(i -> "{\"object\": \"embedding\", \"index\": " + i + ", \"embedding\": ["
                        + input.get(i).stringValue().length() + ", 1e0, -0.25]}")
                .collect(Collectors.joining(","));
        send(exchange, 200, "{\"object\": \"list\", \"data\": [" + data + "], \"model\": \"any\", \"usage\": {}}");
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
