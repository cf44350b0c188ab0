package com.tripsage.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Issuers of every kind, over real HTTP. */
class IssuerTests {

    /** More than a fetch may take, even where the machine is busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private HttpServer server = newServer();
    private String keys = "";

    @BeforeEach
    void start() throws Exception {
        keys = new JWKSet(new ECKeyGenerator(Curve.P_256).keyID("ec").generate().toPublicJWK()).toString();
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        answer("/keys", 200, keys);
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", address("/keys"));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/hanging", exchange -> sleep());
        server.createContext("/dripping", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
                drip();
            }
        });
        answer("/broken", 500, keys);
        answer("/missing", 404, "");
        answer("/garbage", 200, "<html>");
        answer("/empty", 200, "{\"keys\":[]}");
        answer("/huge", 200, " ".repeat(10_000_000) + keys);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/keys", "/moved"})
    void sayWhatTheirKeysAre(String path) {
        assertThat(Issuer.withKeysAt(URI.create(address(path))).get())
                .succeedsWithin(PATIENCE)
                .satisfies(set -> assertThat(set.getKeyByKeyId("ec")).isNotNull());
    }

    @ParameterizedTest
    @CsvSource({
        "/broken, it answers 500",
        "/missing, it answers 404",
        "/garbage, its keys can't be read",
        "/empty, it names no key",
        "/huge, IOException",
        "/hanging, TimeoutException",
        "/dripping, TimeoutException"
    })
    void sayNothingThatCanBeUsed(String path, String reason) {
        CompletableFuture<String> failure = Issuer.withKeysAt(URI.create(address(path)))
                .get()
                .handle((set, thrown) -> IssuerUnavailable.reason(thrown));

        assertThat(failure).succeedsWithin(PATIENCE).isEqualTo(reason);
    }

    @Test
    void areAway() {
        assertThat(Issuer.withKeysAt(URI.create("http://127.0.0.1:1/keys")).get())
                .failsWithin(PATIENCE);
        assertThat(Issuer.withKeysAt(URI.create("no-address")).get()).failsWithin(PATIENCE);
        assertThat(Issuer.named("http://127.0.0.1:1").get()).failsWithin(PATIENCE);
    }

    @ParameterizedTest
    @CsvSource({
        "/a, /a/.well-known/openid-configuration",
        "/b, /.well-known/openid-configuration/b",
        "/c, /.well-known/oauth-authorization-server/c",
        "/d/, /d/.well-known/openid-configuration"
    })
    void sayWhereTheirKeysAre(String issuer, String place) {
        answer(place, 200, "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(address(issuer), address("/keys")));

        assertThat(Issuer.named(address(issuer)).get())
                .succeedsWithin(PATIENCE)
                .satisfies(set -> assertThat(set.getKeyByKeyId("ec")).isNotNull());
    }

    @Test
    void areNotTakenForAnother() {
        answer(
                "/.well-known/openid-configuration",
                200,
                "{\"issuer\":\"http://other.test\",\"jwks_uri\":\"%s\"}".formatted(address("/keys")));

        assertThat(Issuer.named(address("")).get()).failsWithin(PATIENCE);
    }

    private void answer(String path, int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> write(exchange, status, bytes));
    }

    private static void write(HttpExchange exchange, int status, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void sleep() {
        pause(PATIENCE);
    }

    private static void drip() {
        pause(Duration.ofMillis(100));
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static HttpServer newServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
