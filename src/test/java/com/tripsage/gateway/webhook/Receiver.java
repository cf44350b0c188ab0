package com.tripsage.gateway.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An endpoint of webhooks, which answers as it is told and remembers what has come. */
public final class Receiver implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final List<Message> received = new CopyOnWriteArrayList<>();
    private volatile ToIntFunction<Message> answer = _ -> 204;
    private volatile Map<String, String> headers = Map.of();

    public Receiver() {
        this(0);
    }

    /** One on a port. */
    public Receiver(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var message = new Message(
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    body,
                    JSON.readTree(body));
            received.add(message);
            headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.applyAsInt(message), -1);
        }
    }

    /** Answers what comes from now on with a status. */
    public void answer(ToIntFunction<Message> status) {
        answer(status, Map.of());
    }

    /** The same with headers. */
    public void answer(ToIntFunction<Message> status, Map<String, String> with) {
        headers = with;
        answer = status;
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public List<Message> received() {
        return received;
    }

    public List<String> kinds() {
        return received.stream().map(Message::type).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** A message as it came. */
    public record Message(String path, String id, String timestamp, String signature, String body, JsonNode json) {

        public String type() {
            return json.path("type").stringValue();
        }

        public JsonNode data() {
            return json.path("data");
        }
    }
}
