package com.tripsage.gateway.firstrun;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.FirstRunGatewayTest;
import com.tripsage.gateway.http.Edge;
import com.tripsage.gateway.http.RawConnection;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

/** Who is lent the token of a demo user, and what GraphiQL's examples do with it. */
@FirstRunGatewayTest
class DemoUserTests {

    private static final String TOKEN = "/graphiql/demo-users/demo@tripsage.example/token";
    private static final Path EXAMPLES = Path.of("src/graphiql/examples");

    private final JsonMapper json = new JsonMapper();

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void areOnThePageAndEachHasAToken(String name) throws Exception {
        assertThat(raw("GET /graphiql", name + ":" + port, ""))
                .contains("content=\"demo@tripsage.example friend@tripsage.example\"");

        for (String email : List.of("demo@tripsage.example", "friend@tripsage.example")) {
            String answer = raw(
                    "POST /graphiql/demo-users/" + email + "/token",
                    name + ":" + port,
                    "Origin: http://" + name + ":" + port);

            assertThat(answer)
                    .startsWith("HTTP/1.1 200")
                    .contains("Cache-Control: no-store")
                    .doesNotContain("Access-Control");
            String token = json.readTree(answer.substring(answer.indexOf("\r\n\r\n")))
                    .path("token")
                    .asString();
            assertThat(execute(token, "{\"query\":\"{ viewer { email } }\"}", "application/json"))
                    .isEqualTo("{\"data\":{\"viewer\":{\"email\":\"" + email + "\"}}}");
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // names that lead here
                "evil.example:%d, http://evil.example:%d",
                "evil.example:%d, http://127.0.0.1:%d",
                "127.0.0.1.evil.example:%d, http://127.0.0.1.evil.example:%d",
                // pages of others
                "127.0.0.1:%d, http://evil.example",
                "127.0.0.1:%d, http://localhost:3000",
                "127.0.0.1:%d, https://127.0.0.1:%d",
                "127.0.0.1:%d, null",
                "127.0.0.1:%d, -",
            })
    void areNotForOthers(String host, String origin) throws Exception {
        String answer = raw(
                "POST " + TOKEN,
                host.formatted(port),
                origin == null ? "" : "Origin: " + origin.replace("%d", String.valueOf(port)));

        assertThat(answer)
                .startsWith("HTTP/1.1 403")
                .contains("\"code\":\"FORBIDDEN\"")
                .doesNotContain("\"token\"")
                .doesNotContain("Access-Control");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For: 203.0.113.7", "Forwarded: for=203.0.113.7", "Via: 1.1 proxy"})
    void areNotForThoseWhoComeThroughAProxy(String header) throws Exception {
        String host = "127.0.0.1:" + port;

        assertThat(raw("POST " + TOKEN, host, "Origin: http://" + host + "\r\n" + header))
                .startsWith("HTTP/1.1 403")
                .doesNotContain("\"token\"");
        assertThat(raw("GET /graphiql", host, header)).contains("<meta name=\"demo-users\" content=\"\" />");
    }

    @Test
    void areNotNamedUnderAForeignName() throws Exception {
        assertThat(raw("GET /graphiql", "evil.example:" + port, ""))
                .startsWith("HTTP/1.1 200")
                .contains("<meta name=\"demo-users\" content=\"\" />");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "OPTIONS"})
    void haveNoTokensButByPost(String method) throws Exception {
        String host = "127.0.0.1:" + port;

        assertThat(raw(method + " " + TOKEN, host, "Origin: http://" + host))
                .startsWith("HTTP/1.1 40")
                .doesNotContain("\"token\"");
    }

    @Test
    void areOnlyThese() throws Exception {
        String host = "127.0.0.1:" + port;

        assertThat(raw("POST /graphiql/demo-users/bob@example.com/token", host, "Origin: http://" + host))
                .startsWith("HTTP/1.1 404")
                .contains("There is no such demo user");
    }

    @Test
    void canRunEachExample() throws Exception {
        String host = "127.0.0.1:" + port;
        String lent = raw("POST " + TOKEN, host, "Origin: http://" + host);
        String token = json.readTree(lent.substring(lent.indexOf("\r\n\r\n")))
                .path("token")
                .asString();
        List<Path> documents;
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            documents = files.filter(file -> file.toString().endsWith(".graphql"))
                    .sorted()
                    .toList();
        }
        assertThat(documents).hasSize(5);

        for (Path document : documents) {
            Path variables = Path.of(document.toString().replace(".graphql", ".json"));
            String request = json.writeValueAsString(Map.of(
                    "query",
                    Files.readString(document),
                    "variables",
                    Files.exists(variables) ? json.readValue(Files.readString(variables), Object.class) : Map.of()));
            if (document.toString().contains("events")) {
                assertThat(firstEvent(token, request)).contains("\"kind\":\"SUBSCRIBED\"");
            } else {
                assertThat(execute(token, request, "application/json"))
                        .as(document.toString())
                        .startsWith("{\"data\":{")
                        .doesNotContain("\"errors\"");
            }
        }
    }

    /** What a second window shows: the friend sees, and may change, one trip. */
    @Test
    void shareATrip() throws Exception {
        String host = "127.0.0.1:" + port;
        String lent = raw("POST /graphiql/demo-users/friend@tripsage.example/token", host, "Origin: http://" + host);
        String token = json.readTree(lent.substring(lent.indexOf("\r\n\r\n")))
                .path("token")
                .asString();

        assertThat(execute(
                        token,
                        "{\"query\":\"{ node(id: \\\"d3300000-0000-4000-8000-000000000102\\\") { ... on Trip { viewerRole } } }\"}",
                        "application/json"))
                .isEqualTo("{\"data\":{\"node\":{\"viewerRole\":\"EDITOR\"}}}");
    }

    private String execute(String token, String body, String accept) throws IOException, InterruptedException {
        HttpResponse<String> answer = Edge.send(new Edge(port)
                .anonymous("/graphql")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", accept)
                .POST(BodyPublishers.ofString(body)));
        return answer.body();
    }

    private String firstEvent(String token, String body) throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(("POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                            + "Content-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: %d\r\n\r\n%s")
                    .formatted(token, body.length(), body));
            return connection.readUntil("\"trip\":null");
        }
    }

    /** The whole answer to a request without a body. */
    private String raw(String line, String host, String headers) throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send("%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Length: 0\r\n%s\r\n"
                    .formatted(line, host, headers.isEmpty() ? "" : headers + "\r\n"));
            return connection.readAnswer();
        }
    }
}
