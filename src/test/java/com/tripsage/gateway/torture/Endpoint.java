package com.tripsage.gateway.torture;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.tripsage.gateway.GatewayProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A webhook's endpoint, which fails, hangs, and is restarted every now and then. Only what it has acknowledged, it has processed. */
final class Endpoint implements Runnable, AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private static final String CREATE =
            "mutation ($url: String!) { createWebhook(input: {url: $url}) { webhook { id } } }";

    private final Subscriber owner;
    private final Random random;
    private final List<Event> acknowledged = new ArrayList<>();
    private final List<Event> arrived = new ArrayList<>();
    private HttpServer server;
    private volatile boolean restless = true;
    private int restarts;

    Endpoint(Subscriber owner, int number) throws IOException {
        this.owner = owner;
        this.random = new Random(number);
        this.server = open(0);
    }

    /** Has the gateway send to it. */
    void register(GatewayProcess gateway) throws IOException, InterruptedException {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        String body = JSON.writeValueAsString(new Operation(CREATE, new Variables(url)));
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/graphql"))
                            .header("Authorization", "Bearer " + owner.token())
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.body().contains("errors")) {
                throw new IllegalStateException(answer.body());
            }
        }
    }

    private HttpServer open(int port) throws IOException {
        HttpServer opened = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        opened.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        opened.createContext("/", this::take);
        opened.start();
        return opened;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode message = JSON.readTree(exchange.getRequestBody().readAllBytes());
            int status = arrived(Event.of(message.path("data")));
            if (status == 0) {
                Thread.sleep(3000);
            } else {
                exchange.sendResponseHeaders(status, -1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What it answers with; nothing for 0. */
    private synchronized int arrived(Event event) {
        arrived.add(event);
        int mood = restless ? random.nextInt(100) : 100;
        if (mood < 4) {
            return 500;
        }
        if (mood < 5) {
            return 0;
        }
        acknowledged.add(event);
        return 204;
    }

    @Override
    public void run() {
        try {
            while (restless) {
                Thread.sleep(random.nextInt(2000, 10_000));
                restart();
            }
        } catch (InterruptedException | IOException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void restart() throws IOException, InterruptedException {
        int port = server.getAddress().getPort();
        server.stop(0);
        Thread.sleep(500);
        server = open(port);
        restarts++;
    }

    void settle() {
        restless = false;
    }

    synchronized List<Event> acknowledged() {
        return List.copyOf(acknowledged);
    }

    synchronized List<Event> arrived() {
        return List.copyOf(arrived);
    }

    Subscriber owner() {
        return owner;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    @Override
    public String toString() {
        return "endpoint of " + owner + ", restarted " + restarts + " times";
    }

    private record Operation(String query, Variables variables) {}

    private record Variables(String url) {}
}
