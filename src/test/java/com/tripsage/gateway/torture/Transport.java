package com.tripsage.gateway.torture;

import com.tripsage.gateway.Wire;
import com.tripsage.gateway.live.Listener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How a subscriber is connected. */
enum Transport {
    WEB_SOCKET {
        @Override
        Line open(int port, String token, @Nullable UUID trip, @Nullable String after, Session session)
                throws IOException, InterruptedException {
            return SocketLine.open(port, token, trip, after, session);
        }
    },
    SSE {
        @Override
        Line open(int port, String token, @Nullable UUID trip, @Nullable String after, Session session)
                throws IOException, InterruptedException {
            return StreamLine.open(port, token, trip, after, session);
        }
    };

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    /** Connects and subscribes; what comes, the session gets. */
    abstract Line open(int port, String token, @Nullable UUID trip, @Nullable String after, Session session)
            throws IOException, InterruptedException;

    private static Map<String, ?> payload(@Nullable UUID trip, @Nullable String after) {
        Map<String, @Nullable Object> variables = new HashMap<>();
        variables.put("tripId", trip);
        variables.put("after", after);
        return Map.of("query", Listener.TRIP_EVENTS, "variables", variables);
    }

    /** A connection to leave. */
    interface Line {

        void leavePolitely();

        void abort();
    }

    /** The protocol graphql-transport-ws. */
    private static final class SocketLine implements Line, WebSocket.Listener {

        private final String token;
        private final @Nullable UUID trip;
        private final @Nullable String after;
        private final Session session;
        private final StringBuilder text = new StringBuilder();
        private @Nullable WebSocket socket;

        private SocketLine(String token, @Nullable UUID trip, @Nullable String after, Session session) {
            this.token = token;
            this.trip = trip;
            this.after = after;
            this.session = session;
        }

        static Line open(int port, String token, @Nullable UUID trip, @Nullable String after, Session session)
                throws IOException, InterruptedException {
            var line = new SocketLine(token, trip, after, session);
            var opening = HTTP.newWebSocketBuilder()
                    .subprotocols("graphql-transport-ws")
                    .connectTimeout(PATIENCE)
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + "/graphql"), line);
            try {
                line.socket = opening.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                return line;
            } catch (ExecutionException | TimeoutException e) {
                opening.cancel(true);
                throw new IOException(e);
            }
        }

        @Override
        public void onOpen(WebSocket opened) {
            send(opened, Map.of("type", "connection_init", "payload", Map.of("Authorization", "Bearer " + token)));
            opened.request(1);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                JsonNode message = Wire.JSON.readTree(text.toString());
                text.setLength(0);
                switch (message.path("type").stringValue()) {
                    case "connection_ack" ->
                        send(from, Map.of("type", "subscribe", "id", "1", "payload", payload(trip, after)));
                    case "next" -> session.next(message.path("payload"));
                    case "error" -> session.refused(message.path("payload"));
                    case "complete" -> session.end("completed");
                    case "ping" -> send(from, Map.of("type", "pong"));
                    default -> session.fault("unknown message " + message);
                }
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            session.end("close " + code + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            session.end(error.toString());
        }

        private static void send(WebSocket to, Map<String, ?> message) {
            to.sendText(Wire.JSON.writeValueAsString(message), true).join();
        }

        @Override
        public void leavePolitely() {
            if (socket != null) {
                try {
                    socket.sendText("{\"type\":\"complete\",\"id\":\"1\"}", true)
                            .thenCompose(sent -> sent.sendClose(WebSocket.NORMAL_CLOSURE, ""))
                            .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                            .join();
                } catch (CompletionException hasGone) {
                    socket.abort();
                }
            }
        }

        @Override
        public void abort() {
            if (socket != null) {
                socket.abort();
            }
        }
    }

    /** The protocol graphql-sse, which has but one way to leave. */
    private record StreamLine(InputStream body) implements Line {

        static Line open(int port, String token, @Nullable UUID trip, @Nullable String after, Session session)
                throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/graphql"))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .header("Accept", "text/event-stream")
                    .POST(HttpRequest.BodyPublishers.ofString(Wire.JSON.writeValueAsString(payload(trip, null))));
            if (after != null) {
                request.header("Last-Event-ID", after);
            }
            HttpResponse<InputStream> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            var line = new StreamLine(response.body());
            Thread.ofVirtual().start(() -> line.read(session));
            return line;
        }

        private void read(Session session) {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
                boolean isNext = false;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("event:")) {
                        isNext = line.equals("event: next");
                    } else if (isNext && line.startsWith("data: ")) {
                        take(Wire.JSON.readTree(line.substring(6)), session);
                    }
                }
                session.end("end of the stream");
            } catch (IOException e) {
                session.end(e.toString());
            }
        }

        private static void take(JsonNode result, Session session) {
            if (result.has("data")) {
                session.next(result);
            } else {
                session.refused(result.path("errors"));
            }
        }

        @Override
        public void leavePolitely() {
            abort();
        }

        @Override
        public void abort() {
            try {
                body.close();
            } catch (IOException isClosed) {
                // as it should be
            }
        }
    }
}
