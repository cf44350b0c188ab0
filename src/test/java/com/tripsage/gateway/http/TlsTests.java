package com.tripsage.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.TestCertificates;
import com.tripsage.gateway.TestCertificates.Issued;
import com.tripsage.gateway.security.Tokens;
import com.tripsage.gateway.websocket.SocketClient;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The listener with TLS: what it serves, whom it refuses, and how its certificate is renewed. Its files are those of a secret on
 * Kubernetes; those of the management's port lie as certbot leaves them.
 */
@EdgeTest
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
class TlsTests {

    private static final String ME = "{\"query\":\"{ me }\"}";
    private static final String REFUSED = "Unexpected SSL reload error";

    @TempDir
    private static Path folder;

    private static TestCertificates authority;
    private static TestCertificates stranger;
    private static HttpClient client;

    private static Path secret;
    private static Path live;
    private static int version;

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int managementPort;

    @Autowired
    private FakeLive subscriptions;

    @Autowired
    private MeterRegistry meters;

    @BeforeAll
    static void prepare() throws IOException {
        stranger = TestCertificates.authority(folder, "stranger");
        authority = TestCertificates.authority(folder, "authority");
        client = HttpClient.newBuilder().sslContext(authority.trusted()).build();
        Issued first = authority.local();

        secret = Files.createDirectory(folder.resolve("secret"));
        mount(first.certificatePem(), first.keyPem());
        Files.createSymbolicLink(secret.resolve("tls.crt"), Path.of("..data/tls.crt"));
        Files.createSymbolicLink(secret.resolve("tls.key"), Path.of("..data/tls.key"));

        Files.createDirectory(folder.resolve("archive"));
        live = Files.createDirectory(folder.resolve("live"));
        link("fullchain", first.certificatePem());
        link("privkey", first.keyPem());
    }

    @DynamicPropertySource
    static void listen(DynamicPropertyRegistry settings) {
        bundle(settings, "gateway", secret.resolve("tls.crt"), secret.resolve("tls.key"));
        bundle(settings, "operators", live.resolve("fullchain.pem"), live.resolve("privkey.pem"));
        settings.add("server.ssl.bundle", () -> "gateway");
        settings.add("management.server.port", () -> "0");
        settings.add("management.server.ssl.bundle", () -> "operators");
        settings.add("spring.ssl.bundle.watch.file.quiet-period", () -> "100ms");
        settings.add("gateway.http.receive-timeout", () -> "1s");
        settings.add("server.tomcat.connection-timeout", () -> "4s");
    }

    private static void bundle(DynamicPropertyRegistry settings, String name, Path certificate, Path key) {
        String bundle = "spring.ssl.bundle.pem." + name;
        settings.add(bundle + ".reload-on-update", () -> "true");
        settings.add(bundle + ".keystore.certificate", certificate::toString);
        settings.add(bundle + ".keystore.private-key", key::toString);
    }

    /** As Kubernetes does it: a new folder, and a link that is replaced at once. */
    private static void mount(String certificate, String key) throws IOException {
        Path data = Files.createDirectory(secret.resolve("..version" + ++version));
        Files.writeString(data.resolve("tls.crt"), certificate);
        Files.writeString(data.resolve("tls.key"), key);
        Path link = Files.createSymbolicLink(secret.resolve("..data_tmp"), data.getFileName());
        Files.move(link, secret.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** As certbot does it: a new file in the archive, and then its link, one after the other. */
    private static void link(String name, String content) throws IOException {
        Path file = folder.resolve("archive").resolve(name + ++version + ".pem");
        Files.writeString(file, content);
        Path link = live.resolve(name + ".pem");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, live.relativize(file));
    }

    @BeforeEach
    void beginWithAGoodCertificate() throws Exception {
        Issued good = authority.local();
        mount(good.certificatePem(), good.keyPem());
        awaitServed(port, good);
    }

    @Test
    void answersInHttp11AndTells() throws Exception {
        HttpResponse<String> answer = client.send(post(ME).build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(answer.body()).isEqualTo("{\"data\":{\"me\":\"" + Tokens.SUBJECT + "\"}}");
        assertThat(client.send(https("/graphiql").build(), BodyHandlers.ofString())
                        .headers()
                        .firstValue("Strict-Transport-Security"))
                .hasValue("max-age=31536000 ; includeSubDomains");
    }

    @Test
    void isRefusedByAClientOfAnotherAuthority() {
        HttpClient suspicious =
                HttpClient.newBuilder().sslContext(stranger.trusted()).build();

        assertThatExceptionOfType(SSLHandshakeException.class)
                .isThrownBy(() -> suspicious.send(post(ME).build(), BodyHandlers.ofString()))
                .withMessageContaining("PKIX path building failed");
    }

    @Test
    void isRefusedByAClientThatMeantAnotherHost() throws Exception {
        Issued elsewhere = authority.of("elsewhere.example");
        mount(elsewhere.certificatePem(), elsewhere.keyPem());
        awaitServed(port, elsewhere);

        assertThatExceptionOfType(SSLHandshakeException.class)
                .isThrownBy(() -> HttpClient.newBuilder()
                        .sslContext(authority.trusted())
                        .build()
                        .send(post(ME).build(), BodyHandlers.ofString()))
                .withMessageContaining("localhost");
    }

    /** A greeting that knows nothing newer is answered with the alert protocol_version. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void refusesTls10AndTls11(int minor) throws Exception {
        byte[] greeting = new byte[52];
        // a record of a handshake, which is a ClientHello of 43 bytes: version, random, no session, one cipher, no
        // compression
        byte[] head = {22, 3, 1, 0, 47, 1, 0, 0, 43, 3, (byte) minor};
        System.arraycopy(head, 0, greeting, 0, head.length);
        byte[] tail = {0, 0, 4, (byte) 0xc0, 0x13, 0, 0x2f, 1, 0};
        System.arraycopy(tail, 0, greeting, 43, tail.length);
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(8000);
            socket.getOutputStream().write(greeting);

            byte[] answer = socket.getInputStream().readNBytes(7);

            assertThat(answer).startsWith(21, 3).endsWith(2, 70);
        }
    }

    @Test
    void answersPlainHttpWithNothingThatIsWorthKnowing() throws Exception {
        try (RawConnection plain = new RawConnection(port)) {
            plain.send("GET /graphql HTTP/1.1\r\nHost: localhost\r\n\r\n");

            assertThat(plain.readAnswer()).doesNotContain("200", "data");
        }
    }

    @Test
    void takesAndSendsWhatIsLarge() throws Exception {
        String text = "0123456789".repeat(200_000);

        HttpResponse<String> answer = client.send(
                post("{\"query\":\"query($t: Any) { echo(value: $t) }\",\"variables\":{\"t\":\"" + text + "\"}}")
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("{\"data\":{\"echo\":\"" + text + "\"}}");
    }

    @Test
    void streamsEvents() throws Exception {
        HttpRequest request = post("{\"query\":\"subscription { n }\"}")
                .header("Accept", "text/event-stream")
                .build();
        try (var events = new BufferedReader(new InputStreamReader(
                client.send(request, BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8))) {
            FakeLive.Subscription subscription = subscriptions.subscription();
            subscription.next(1);

            String line = events.readLine();
            while (!line.startsWith("data: ")) {
                line = events.readLine();
            }
            assertThat(line).contains("{\"n\":1}");
        }
    }

    /** One of them may last: Tomcat closes whom it finds waiting when another one sends something. */
    @Test
    void cutsHandshakesThatDrip() throws Exception {
        List<RawConnection> open = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            open.add(new RawConnection(port));
            open.getLast().send("\u0016\u0003\u0001\u0001\u0000\u0001\u0000\u0000\u00fc\u0003\u0003");
        }

        await().atMost(Duration.ofSeconds(30)).until(() -> {
            open.removeIf(connection -> connection.isClosedBehind("a"));
            return open.size() <= 1;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /graphql HTTP/1.1\r\nHost: x\r\nX-Slow: ", "GET /", "\r\n"})
    void cutsHeadersThatDrip(String start) throws Exception {
        try (RawConnection connection = new RawConnection(socket())) {
            connection.send(start);

            connection.drip("a");

            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void cutsABodyThatDrips() throws Exception {
        try (RawConnection connection = new RawConnection(socket())) {
            connection.send(
                    "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                            + Tokens.valid() + "\r\nContent-Length: 1000\r\n\r\n{");

            connection.drip(" ");

            assertThat(connection.readAnswer()).startsWith("HTTP/1.1 408").contains("BAD_USER_INPUT");
        }
    }

    /** Whether the client says good-bye, as TLS has it, or not. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noticesThatAClientHasGone(boolean politely) throws Exception {
        double before = abandoned();
        EdgeApplication.SLOW.drainPermits();
        SSLSocket socket = socket();
        try (RawConnection connection = new RawConnection(socket)) {
            String query = "{\"query\":\"{ slow }\"}";
            connection.send(
                    "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                            + Tokens.valid() + "\r\nContent-Length: " + query.length() + "\r\n\r\n" + query);
            EdgeApplication.SLOW.acquire();
            if (!politely) {
                socket.setSoLinger(true, 0);
            }
        }

        await().untilAsserted(() -> assertThat(abandoned()).isEqualTo(before + 1));
    }

    /** As much of the next request as a record has, and more, while the first is carried out. */
    @Test
    void endsWithNoneThatSendsOnMeanwhile() throws Exception {
        String query = "{\"query\":\"{ slow }\"}";
        String request = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                + Tokens.valid() + "\r\nContent-Length: ";
        double before = abandoned();
        try (RawConnection connection = new RawConnection(socket())) {
            connection.send(request + query.length() + "\r\n\r\n" + query);
            connection.send(request + 60_000 + "\r\n\r\n" + ME + " ".repeat(60_000 - ME.length()));

            assertThat(connection.readUntil("}}")).startsWith("HTTP/1.1 200").contains("done");
            assertThat(connection.readUntil("}}")).startsWith("HTTP/1.1 200").contains(Tokens.SUBJECT);
        }
        assertThat(abandoned()).isEqualTo(before);
    }

    /** A new connection has the new certificate; a WebSocket and a connection of before go on. */
    @Test
    void servesWhatKubernetesHasReplaced() throws Exception {
        String get = "GET /graphql?query=%7Bme%7D HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + Tokens.valid() + "\r\n\r\n";
        try (SocketClient socket = SocketClient.open(client, URI.create("wss://localhost:" + port + "/graphql"));
                RawConnection kept = new RawConnection(socket())) {
            socket.send(SocketClient.init(Tokens.valid()));
            socket.expect("{'type':'connection_ack'}");
            kept.send(get);
            assertThat(kept.readUntil("}}")).startsWith("HTTP/1.1 200");
            Issued renewed = authority.local();

            mount(renewed.certificatePem(), renewed.keyPem());

            awaitServed(port, renewed);
            assertThat(expiryOf("gateway")).isEqualTo(serial(renewed));
            socket.expectSilence();
            kept.send(get);
            assertThat(kept.readUntil("}}")).startsWith("HTTP/1.1 200");
        }
    }

    /** Between the two files the certificate of before goes on, and the log says why. */
    @Test
    void servesWhatCertbotHasReplaced(CapturedOutput log) throws Exception {
        X509Certificate before = served(managementPort);
        Issued renewed = authority.local();

        link("fullchain", renewed.certificatePem());

        await().until(() -> log.getAll().contains("because its key is another certificate's"));
        assertThat(log).contains(REFUSED, "The new certificate of the bundle operators is not used");
        assertThat(served(managementPort)).isEqualTo(before);
        assertThat(expiryOf("operators")).isEqualTo(before.getSerialNumber().toString(16));

        link("privkey", renewed.keyPem());

        awaitServed(managementPort, renewed);
        assertThat(expiryOf("operators")).isEqualTo(serial(renewed));
    }

    @Test
    void doesNotServeAFileThatIsHalfWritten(CapturedOutput log) throws Exception {
        X509Certificate before = served(port);
        Issued renewed = authority.local();

        mount(renewed.certificatePem().substring(0, 500), renewed.keyPem());

        await().until(() -> log.getAll().contains(REFUSED));
        assertThat(served(port)).isEqualTo(before);
    }

    @Test
    void doesNotServeNoFileAtAll(CapturedOutput log) throws Exception {
        X509Certificate before = served(port);

        mount("", "");

        await().until(() -> log.getAll().contains(REFUSED));
        assertThat(served(port)).isEqualTo(before);
    }

    @Test
    void doesNotServeACertificateThatIsOutOfDate(CapturedOutput log) throws Exception {
        X509Certificate before = served(port);
        Issued expired = authority.expired();

        mount(expired.certificatePem(), expired.keyPem());

        await().until(() -> log.getAll().contains("because it is out of date"));
        assertThat(log).contains("The new certificate of the bundle gateway is not used");
        assertThat(served(port)).isEqualTo(before);
        assertThat(expiryOf("gateway")).isEqualTo(before.getSerialNumber().toString(16));
        assertThat(operators("/actuator/health/ssl").body()).contains("\"status\":\"OUT_OF_SERVICE\"");
    }

    @Test
    void operatorsSeeUntilWhenItCounts() throws Exception {
        String metrics = operators("/actuator/prometheus").body();

        assertThat(metrics).containsPattern("ssl_chain_expiry_seconds\\{bundle=\"gateway\",[^}]*} 7");
        assertThat(Files.readString(Path.of("docs/prometheus/alerts.yml"))).contains("ssl_chain_expiry_seconds");
        assertThat(operators("/actuator/health/ssl").body())
                .contains("\"status\":\"UP\"", "\"validChains\"", "CN=localhost");
        assertThat(client.send(management("/actuator/health").build(), BodyHandlers.ofString())
                        .body())
                .doesNotContain("CN=localhost");
    }

    private HttpResponse<String> operators(String path) throws Exception {
        return client.send(
                management(path)
                        .header("Authorization", "Bearer " + Tokens.OPERATOR)
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder management(String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + managementPort + path))
                .timeout(Duration.ofSeconds(20));
    }

    private HttpRequest.Builder https(String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + Tokens.valid());
    }

    private HttpRequest.Builder post(String body) {
        return https("/graphql").header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    private SSLSocket socket() throws IOException {
        return socket(port);
    }

    /** Of a context of its own each time, so that no session is resumed, and with it the certificate. */
    private static SSLSocket socket(int port) throws IOException {
        SSLSocket socket = (SSLSocket) authority.trusted().getSocketFactory().createSocket("localhost", port);
        socket.startHandshake();
        return socket;
    }

    private static X509Certificate served(int port) throws IOException {
        try (SSLSocket socket = socket(port)) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static void awaitServed(int port, Issued certificate) {
        await().until(() -> served(port).equals(certificate.certificate()));
    }

    private String expiryOf(String bundle) {
        return meters.get("ssl.chain.expiry").tag("bundle", bundle).meters().stream()
                .map(Meter::getId)
                .map(id -> id.getTag("certificate"))
                .findAny()
                .orElseThrow();
    }

    private static String serial(Issued issued) {
        return issued.certificate().getSerialNumber().toString(16);
    }

    private double abandoned() {
        return meters.counter("gateway.operations.abandoned").count();
    }
}
