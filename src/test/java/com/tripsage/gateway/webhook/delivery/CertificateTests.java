package com.tripsage.gateway.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of an endpoint with TLS, whose certificate says {@code localhost}. */
class CertificateTests {

    private static final String TRUST_STORE = "javax.net.ssl.trustStore";
    private static final String PASSWORD = "not-a-secret";

    private final AtomicInteger received = new AtomicInteger();

    @TempDir
    private Path folder = Path.of("");

    private HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        Path store = folder.resolve("store.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "endpoint",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();

        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);

        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                received.incrementAndGet();
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(204, -1);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        System.clearProperty(TRUST_STORE);
        System.clearProperty(TRUST_STORE + "Password");
        server.stop(0);
    }

    @Test
    void arriveWhereTheCertificateCounts() {
        trust();

        Answer answered = post("localhost");

        assertThat(answered.status()).isEqualTo(204);
        assertThat(received).hasValue(1);
    }

    @Test
    void endWhereItIsAnothersCertificate() {
        trust();

        assertThat(post("127.0.0.1").error()).isEqualTo(DeliveryError.TLS);
        assertThat(received).hasValue(0);
    }

    @Test
    void endWhereNobodyVouchesForIt() {
        assertThat(post("localhost").error()).isEqualTo(DeliveryError.TLS);
        assertThat(received).hasValue(0);
    }

    /** Has what is made from now on trust the certificate, and no other. */
    private void trust() {
        System.setProperty(TRUST_STORE, folder.resolve("store.p12").toString());
        System.setProperty(TRUST_STORE + "Password", PASSWORD);
    }

    private Answer post(String host) {
        WebhookProperties settings = Settings.of(Map.of("gateway.webhooks.allow-private", "true"));
        try (Sender sender = new Sender(settings, SystemDefaultDnsResolver.INSTANCE)) {
            URI url = URI.create("https://" + host + ":" + server.getAddress().getPort() + "/");
            return sender.post(url, Map.of(), new byte[0], Duration.ofSeconds(20));
        }
    }
}
