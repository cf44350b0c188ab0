package com.tripsage.gateway.graphiql;

import static com.tripsage.gateway.http.Edge.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.http.Edge;
import com.tripsage.gateway.http.EdgeTest;
import com.tripsage.gateway.http.PagePolicy;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** GraphiQL's page and files, as a gateway with a configured database serves them on request. */
@EdgeTest
class GraphiQlPageTests {

    private static final Path SOURCES = Path.of("src/graphiql");
    private static final Pattern NONCE = Pattern.compile("<meta name=\"csp-nonce\" nonce=\"([A-Za-z0-9+/]{24})\" />");

    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript",
            "css", "text/css",
            "svg", "image/svg+xml",
            "ttf", "font/ttf");

    private final int port;
    private final Edge edge;

    GraphiQlPageTests(@LocalServerPort int port) {
        this.port = port;
        edge = new Edge(port);
    }

    @Test
    void allowsTheStylesOfOnePageAlone() throws Exception {
        HttpResponse<String> first = send(edge.anonymous("/graphiql"));
        HttpResponse<String> second = send(edge.anonymous("/graphiql"));

        assertThat(first.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(first.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(policy(first))
                .isEqualTo(
                        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; "
                                + "img-src 'self' data:; style-src 'self' 'nonce-" + nonce(first) + "'");
        assertThat(nonce(first)).isNotEqualTo(nonce(second));
        assertThat(first.body())
                .doesNotContain("${")
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContain("style=");
    }

    @Test
    void isRelativeSoThatItWorksBehindAPrefix() throws Exception {
        assertThat(send(edge.anonymous("/graphiql")).body())
                .doesNotContainPattern("(src|href)=\"(/|[a-z]+:)")
                .containsPattern("src=\"graphiql/page-[A-Z0-9]{8}\\.js\"");
    }

    @Test
    void servesEachFileForGoodAsWhatItIs() throws Exception {
        assertThat(GraphiQlFiles.names()).hasSizeGreaterThan(5);
        for (String name : GraphiQlFiles.names()) {
            HttpResponse<String> file = send(edge.anonymous("/graphiql/" + name));

            assertThat(file.statusCode()).as(name).isEqualTo(200);
            assertThat(file.headers().firstValue("Content-Type").orElse(""))
                    .as(name)
                    .startsWith(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
            assertThat(file.headers().firstValue("Cache-Control")).hasValue("max-age=31536000, public");
            assertThat(file.headers().firstValue("Last-Modified")).isEmpty();
            assertThat(policy(file)).isEqualTo(PagePolicy.STRICT);
            assertThat(name).matches("[a-z-]+-[A-Z0-9]{8}\\.[a-z]+");
        }
    }

    @Test
    void compressesScriptsAndStylesAndNothingElse() throws Exception {
        for (String name : GraphiQlFiles.names()) {
            HttpResponse<String> file = send(edge.anonymous("/graphiql/" + name).header("Accept-Encoding", "gzip"));
            boolean isLargeText = Files.size(GraphiQlFiles.FOLDER.resolve(name)) > 2048
                    && (name.endsWith(".js") || name.endsWith(".css"));

            assertThat(file.headers().firstValue("Content-Encoding").isPresent())
                    .as(name)
                    .isEqualTo(isLargeText);
        }
        assertThat(send(edge.get("{ me }").header("Accept-Encoding", "gzip"))
                        .headers()
                        .firstValue("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void loadsNothingFromElsewhere() throws Exception {
        Pattern load =
                Pattern.compile("(import\\(|import |from |fetch\\(|importScripts\\(|@import |url\\()[\"'`]?https?:");
        for (String name : GraphiQlFiles.names()) {
            assertThat(new String(Files.readAllBytes(GraphiQlFiles.FOLDER.resolve(name)), StandardCharsets.UTF_8))
                    .as(name)
                    .doesNotContainPattern(load)
                    .doesNotContain("unpkg.com", "jsdelivr", "esm.sh", "sourceMappingURL");
        }
    }

    /** After a change below src/graphiql: npm ci && npm run build, there. */
    @Test
    void isBuiltFromItsSources() throws Exception {
        List<String> lines = Files.readAllLines(SOURCES.resolve("built.txt"));
        for (String line : lines) {
            String file = line.substring(line.indexOf("  ") + 2);
            assertThat(line).isEqualTo(sha256(SOURCES.resolve(file)) + "  " + file);
        }
        assertThat(lines)
                .map(line -> line.substring(line.indexOf("  ") + 2))
                .containsExactlyInAnyOrderElementsOf(sources());
    }

    @Test
    void namesTheLicencesOfWhatItIsMadeOf() throws Exception {
        assertThat(Files.readString(Path.of("src/main/resources/META-INF/graphiql-licences.txt")))
                .contains(
                        "graphiql 5.4.0 (MIT)",
                        "monaco-editor 0.52.2 (MIT)",
                        "react 19.3.1 (MIT)",
                        "graphql-ws 6.4.2 (MIT)")
                .doesNotContain("(undefined)");
    }

    /** There are demo users on a first run alone. */
    @Test
    void lendsNoTokens() throws Exception {
        assertThat(send(edge.anonymous("/graphiql")).body()).contains("<meta name=\"demo-users\" content=\"\" />");

        HttpResponse<String> answer = send(edge.anonymous("/graphiql/demo-users/demo@tripsage.example/token")
                .header("Origin", "http://localhost:" + port)
                .POST(BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("\"code\":\"NOT_FOUND\"").doesNotContain("\"token\"");
    }

    private static String policy(HttpResponse<String> answer) {
        return String.join("|", answer.headers().allValues("Content-Security-Policy"));
    }

    private static String nonce(HttpResponse<String> page) {
        Matcher nonce = NONCE.matcher(page.body());
        assertThat(nonce.find()).isTrue();
        return nonce.group(1);
    }

    private static List<String> sources() throws IOException {
        List<String> sources = new ArrayList<>(List.of("build.mjs", "package.json", "package-lock.json"));
        for (String folder : List.of("examples", "page")) {
            try (Stream<Path> files = Files.list(SOURCES.resolve(folder))) {
                files.forEach(file -> sources.add(SOURCES.relativize(file).toString()));
            }
        }
        return sources;
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
