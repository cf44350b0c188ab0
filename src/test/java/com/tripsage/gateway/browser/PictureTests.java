package com.tripsage.gateway.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import com.tripsage.gateway.FirstRunGatewayTest;
import com.tripsage.gateway.Wire;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** A page of another origin that sends a picture and shows it. Skipped where Chromium is missing. */
@FirstRunGatewayTest
class PictureTests {

    private static final String PAGE = """
            <!doctype html><title>Pictures</title>
            <script>
              async function ask(token, query, variables) {
                const answer = await fetch(gateway + "/graphql", {
                  method: "POST",
                  headers: { Authorization: "Bearer " + token, "Content-Type": "application/json" },
                  body: JSON.stringify({ query, variables }),
                });
                return (await answer.json()).data;
              }
              async function picture() {
                const canvas = Object.assign(document.createElement("canvas"), { width: 1000, height: 500 });
                canvas.getContext("2d").fillRect(10, 10, 500, 100);
                return new Promise((done) => canvas.toBlob(done, "image/png"));
              }
              async function hash(file) {
                const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
                return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
              }
              async function add(token) {
                const file = await picture();
                const { createUpload } = await ask(
                  token,
                  "mutation ($input: CreateUploadInput!) { createUpload(input: $input) { upload { id method url headers { name value } } } }",
                  { input: { name: "ภาพ.png", contentType: file.type, size: file.size, sha256: await hash(file) } },
                );
                const { id, method, url, headers } = createUpload.upload;
                const sent = await fetch(new URL(url, gateway), {
                  method,
                  headers: headers.map(({ name, value }) => [name, value]),
                  body: file,
                });
                const { completeUpload } = await ask(
                  token, "mutation ($id: ID!) { completeUpload(id: $id) { asset { url thumbnailUrl } } }", { id });
                return { status: sent.status, ...completeUpload.asset };
              }
              async function show(url) {
                const image = document.body.appendChild(new Image());
                image.src = new URL(url, gateway);
                await image.decode();
                return image.naturalWidth;
              }
            </script>
            <body></body>
            """;

    @LocalServerPort
    private int port;

    @Test
    void sendsAPictureAndShowsIt() throws Exception {
        Optional<Path> program = Chromium.program();
        assumeTrue(program.isPresent(), "Chromium is not installed");
        HttpServer pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pages.createContext("/", exchange -> {
            byte[] page = PAGE.replace("<script>", "<script>\nconst gateway = \"http://127.0.0.1:" + port + "\";")
                    .getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        pages.start();
        try (Chromium browser = Chromium.start(program.orElseThrow(), Path.of("target", "chromium"))) {
            Tab tab = browser.open(800, 600, false);
            tab.go("http://127.0.0.1:" + pages.getAddress().getPort() + "/");
            tab.waitUntil("typeof show === 'function' && document.body");

            JsonNode asset = tab.evaluate("add('" + token() + "')");

            assertThat(asset.path("status").asInt()).isEqualTo(204);
            assertThat(tab.evaluate("show('" + asset.path("thumbnailUrl").stringValue() + "')")
                            .asInt())
                    .isEqualTo(512);
            assertThat(tab.evaluate("show('" + asset.path("url").stringValue() + "')")
                            .asInt())
                    .isEqualTo(1000);
            tab.screenshot(Path.of("target", "graphiql", "picture.png"));
            assertThat(tab.problems()).isEmpty();
        } finally {
            pages.stop(0);
        }
    }

    private String token() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/graphiql/demo-users/demo@tripsage.example/token"))
                .header("Origin", "http://127.0.0.1:" + port)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        JsonNode json = Wire.JSON.readTree(answer);
        return json.path("token").stringValue();
    }
}
