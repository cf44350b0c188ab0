package com.tripsage.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Wire;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A client that says what a test wants it to, and takes what comes unless it is told to stop reading. */
public final class SocketClient implements WebSocket.Listener, AutoCloseable {

    static final String SUBPROTOCOL = "graphql-transport-ws";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final StringBuilder incomplete = new StringBuilder();
    private volatile boolean reading = true;
    private @Nullable WebSocket socket;

    static SocketClient open(int port) {
        return open(port, builder -> builder.subprotocols(SUBPROTOCOL));
    }

    static SocketClient open(int port, UnaryOperator<WebSocket.Builder> handshake) {
        SocketClient client = new SocketClient();
        client.socket = client.connect(port, handshake).join();
        return client;
    }

    /** One that is not acknowledged yet, at an address that is not {@code ws://localhost}. */
    public static SocketClient open(HttpClient http, URI address) {
        SocketClient client = new SocketClient();
        client.socket = http.newWebSocketBuilder()
                .connectTimeout(PATIENCE)
                .subprotocols(SUBPROTOCOL)
                .buildAsync(address, client)
                .join();
        return client;
    }

    /** The status of the answer to a handshake that is refused. */
    static int refusal(int port, UnaryOperator<WebSocket.Builder> handshake) {
        return new SocketClient()
                .connect(port, handshake)
                .handle((socket, refused) -> refused instanceof CompletionException wrapped
                                && wrapped.getCause() instanceof WebSocketHandshakeException cause
                        ? cause.getResponse().statusCode()
                        : 101)
                .join();
    }

    private CompletableFuture<WebSocket> connect(int port, UnaryOperator<WebSocket.Builder> handshake) {
        return handshake
                .apply(HTTP.newWebSocketBuilder().connectTimeout(PATIENCE))
                .buildAsync(URI.create("ws://localhost:" + port + "/graphql"), this);
    }

    /** A socket that is acknowledged. */
    public static SocketClient acknowledged(int port, String token) throws InterruptedException {
        SocketClient client = open(port);
        client.send(init(token));
        client.expect("{'type':'connection_ack'}");
        return client;
    }

    public static String init(String token) {
        return "{'type':'connection_init','payload':{'Authorization':'Bearer %s'}}".formatted(token);
    }

    public static String subscribe(String id, String document) {
        return "{'id':'%s','type':'subscribe','payload':{'query':'%s'}}".formatted(id, document);
    }

    /** With double quotes for single ones. */
    public void send(String message) {
        sendText(message.replace('\'', '"'), true);
    }

    /** Sends two messages, of which the second one may come too late. */
    void sendTogether(String first, String second) {
        open().sendText(first.replace('\'', '"'), true)
                .thenCompose(socket -> socket.sendText(second.replace('\'', '"'), true))
                .exceptionally(closed -> open())
                .join();
    }

    public void sendText(String text, boolean last) {
        open().sendText(text, last).join();
    }

    WebSocket open() {
        return Objects.requireNonNull(socket);
    }

    public String next() throws InterruptedException {
        String message = messages.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        return Objects.requireNonNull(message, () -> "a message; closed: " + closed.getNow("no"));
    }

    public JsonNode nextJson() throws InterruptedException {
        return Wire.JSON.readTree(next());
    }

    public void expect(String message) throws InterruptedException {
        assertThat(nextJson()).isEqualTo(Wire.JSON.readTree(message.replace('\'', '"')));
    }

    /** Nothing has come that was not asked for. */
    public void expectSilence() throws InterruptedException {
        send("{'type':'ping','payload':{'is':'silent'}}");
        expect("{'type':'pong','payload':{'is':'silent'}}");
    }

    void expectClose(int code, String reason) throws Exception {
        assertThat(closed.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo(code + " " + reason);
    }

    public int closeCode() throws Exception {
        String code = closed.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        return Integer.parseInt(code.substring(0, code.indexOf(' ')));
    }

    public boolean isClosed() {
        return closed.isDone();
    }

    void stopReading() {
        reading = false;
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        webSocket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        incomplete.append(data);
        if (last) {
            messages.add(incomplete.toString());
            incomplete.setLength(0);
        }
        if (reading) {
            webSocket.request(1);
        }
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode + " " + reason);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.complete("1006 " + error);
    }

    @Override
    public void close() {
        open().abort();
    }
}
