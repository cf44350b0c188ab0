package com.tripsage.gateway.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of endpoints on this machine, where they are allowed and where they are not. */
class SenderTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final List<String> received = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int status = 204;
    private byte[] answer = new byte[0];
    private Map<String, String> headers = Map.of();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            received.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @Test
    void postWhatIsGiven() {
        Answer answered = post(allowed(), "127.0.0.1", "/hook?a=b");

        assertThat(answered.isSuccess()).isTrue();
        assertThat(answered.status()).isEqualTo(204);
        assertThat(received).containsExactly("POST /hook?a=b {}");
    }

    @Test
    void tellTheStatusAndWhenToComeBack() {
        status = 503;
        headers = Map.of("Retry-After", "120");

        Answer answered = post(allowed(), "127.0.0.1", "/");

        assertThat(answered.error()).isEqualTo(DeliveryError.STATUS);
        assertThat(answered.status()).isEqualTo(503);
        assertThat(answered.retryAfter()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void knowAnEndpointThatIsGone() {
        status = 410;

        assertThat(post(allowed(), "127.0.0.1", "/").error()).isEqualTo(DeliveryError.GONE);
    }

    @Test
    void followNoRedirect() {
        status = 307;
        headers = Map.of("Location", "http://127.0.0.1:" + server.getAddress().getPort() + "/inside");

        assertThat(post(allowed(), "127.0.0.1", "/").error()).isEqualTo(DeliveryError.REDIRECT);
        assertThat(received).containsExactly("POST / {}");
    }

    @Test
    void readNoMoreThanABoundedPart() {
        answer = new byte[1 << 20];
        status = 200;
        try (Sender sender = new Sender(allowed(), SystemDefaultDnsResolver.INSTANCE)) {
            URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
            for (int n = 0; n < 3; n++) {
                assertThat(sender.post(url, Map.of(), new byte[0], TIMEOUT).isSuccess())
                        .isTrue();
            }
        }
        assertThat(received).hasSize(3);
    }

    @Test
    void endInTimeWhateverTheEndpointDoes() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Sender sender = new Sender(allowed(), SystemDefaultDnsResolver.INSTANCE)) {
            URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");

            Answer answered = sender.post(url, Map.of(), new byte[0], Duration.ofMillis(200));

            assertThat(answered.error()).isEqualTo(DeliveryError.TIMEOUT);
        }
    }

    @Test
    void endInTimeWhereTheAnswerDrips() throws IOException {
        try (ServerSocket dripping = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Sender sender = new Sender(allowed(), SystemDefaultDnsResolver.INSTANCE)) {
            Thread.ofVirtual().start(() -> drip(dripping));
            URI url = URI.create("http://127.0.0.1:" + dripping.getLocalPort() + "/");

            Answer answered = sender.post(url, Map.of(), new byte[0], Duration.ofMillis(500));

            assertThat(answered.error()).isEqualTo(DeliveryError.TIMEOUT);
        }
    }

    private static void drip(ServerSocket socket) {
        try (Socket client = socket.accept()) {
            client.getOutputStream().write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                client.getOutputStream().write('x');
                client.getOutputStream().flush();
                Thread.sleep(20);
            }
        } catch (IOException | InterruptedException e) {
            // The client has gone.
        }
    }

    @Test
    void tellThatNobodyListens() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        try (Sender sender = new Sender(allowed(), SystemDefaultDnsResolver.INSTANCE)) {
            assertThat(sender.post(URI.create("http://127.0.0.1:" + port + "/"), Map.of(), new byte[0], TIMEOUT)
                            .error())
                    .isEqualTo(DeliveryError.CONNECTION);
        }
    }

    @Test
    void tellThatTheEndpointHasNoTls() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Sender sender = new Sender(allowed(), SystemDefaultDnsResolver.INSTANCE)) {
            Thread.ofVirtual().start(() -> drip(plain));
            URI url = URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/");

            assertThat(sender.post(url, Map.of(), new byte[0], TIMEOUT).error()).isEqualTo(DeliveryError.TLS);
        }
    }

    /** Behind a proxy it is the proxy that looks for the address. */
    @Test
    void goThroughAProxyWhereThereIsOne() {
        WebhookProperties settings = Settings.of(Map.of(
                "gateway.webhooks.proxy",
                "http://127.0.0.1:" + server.getAddress().getPort()));
        DnsResolver nowhere = new Names(name -> {
            if (!name.equals("127.0.0.1")) {
                throw new UnknownHostException(name);
            }
            return InetAddress.getLoopbackAddress();
        });
        try (Sender sender = new Sender(settings, nowhere)) {
            URI url = URI.create("http://hooks.example:8080/hook?a=b");

            assertThat(sender.post(url, Map.of(), "{}".getBytes(StandardCharsets.UTF_8), TIMEOUT)
                            .isSuccess())
                    .isTrue();
        }
        assertThat(received).containsExactly("POST http://hooks.example:8080/hook?a=b {}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "localhost.",
                "127.1",
                "2130706433",
                "0x7f000001",
                "017700000001",
                "0",
                "0.0.0.0",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::]"
            })
    void reachNoLoopbackAddressByAnyName(String host) {
        Answer answered = post(Settings.http(), host, "/");

        assertThat(answered.error()).isIn(DeliveryError.ADDRESS_NOT_ALLOWED, DeliveryError.NAME_NOT_FOUND);
        assertThat(received).isEmpty();
    }

    @Test
    void reachNoPrivateAddressThatANameStandsFor() {
        assertThat(post(Settings.http(), "rebound.example", "/", name -> InetAddress.getLoopbackAddress())
                        .error())
                .isEqualTo(DeliveryError.ADDRESS_NOT_ALLOWED);
        assertThat(received).isEmpty();
    }

    /** A name that stands for a public address when it is looked at, and for a private one when it is connected to. */
    @Test
    void askForAnAddressOnlyOnce() {
        var asked = new AtomicInteger();
        Answer answered = post(
                Settings.of(Map.of("gateway.webhooks.allow-http", "true", "gateway.webhooks.connect-timeout", "100ms")),
                "rebinding.example",
                "/",
                name -> InetAddress.getByName(asked.getAndIncrement() == 0 ? "93.184.215.14" : "127.0.0.1"));

        assertThat(answered.isSuccess()).isFalse();
        assertThat(asked).hasValue(1);
        assertThat(received).isEmpty();
    }

    private static WebhookProperties allowed() {
        return Settings.of(Map.of("gateway.webhooks.allow-private", "true"));
    }

    private Answer post(WebhookProperties settings, String host, String path) {
        return post(settings, host, path, InetAddress::getByName);
    }

    private Answer post(WebhookProperties settings, String host, String path, Lookup lookup) {
        try (Sender sender = new Sender(settings, new Names(lookup))) {
            URI url = URI.create("http://" + host + ":" + server.getAddress().getPort() + path);
            return sender.post(url, Map.of(), "{}".getBytes(StandardCharsets.UTF_8), TIMEOUT);
        }
    }

    private interface Lookup {

        InetAddress find(String name) throws UnknownHostException;
    }

    private record Names(Lookup lookup) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return new InetAddress[] {lookup.find(host)};
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
