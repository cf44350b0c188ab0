package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.websocket.SocketClient;
import io.micrometer.core.instrument.Counter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Whatever is refused has a line in the log under its request's id, and is counted. */
@ExtendWith(OutputCaptureExtension.class)
class RefusalLogTests extends RunningGateway {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"query\": \"{ very secret\"}; GRAPHQL_PARSE_FAILED",
                "{\"query\": \"{ secret }\"}; GRAPHQL_VALIDATION_FAILED",
                "{\"query\": \"{ ...A ...A } fragment A on Query { a: secret }\"}; GRAPHQL_VALIDATION_FAILED",
                "{\"query\": \"query A { viewer { id } } query B { viewer { id } }\"}; BAD_USER_INPUT",
                "{\"query\": \"query ($secret: ID!) { trip(id: $secret) { id } }\", \"variables\": {\"secret\": 7.5}}; BAD_USER_INPUT",
                "{\"query\": \"{ trips(first: 101) { totalCount } }\"}; BAD_USER_INPUT",
                "{\"query\": \"mutation { deleteTrip(id: \\\"d2719b3e-5bd5-4b32-a5b3-6a2f9d5b8f4d\\\") { deletedId } }\"}; NOT_FOUND",
                "secret; BAD_USER_INPUT",
                "[]; BAD_USER_INPUT"
            })
    void hasALineForWhatWasRefused(String body, String code, CapturedOutput output) throws Exception {
        Traveller ada = Traveller.known(port);
        double before = count(code);

        String id = send(body, "Bearer " + ada.token());

        assertThat(output.getAll().lines())
                .filteredOn(line -> line.contains("Request " + id + " was refused: " + code))
                .hasSize(1);
        assertThat(output).doesNotContain("secret");
        assertThat(count(code)).isGreaterThan(before);
    }

    @Test
    void hasALineForACallerWhoIsNobody(CapturedOutput output) throws Exception {
        String id = send("{\"query\": \"{ viewer { id } }\"}", "Bearer very.secret.token");

        assertThat(output)
                .contains("Request " + id + " was refused: UNAUTHENTICATED")
                .doesNotContain("very.secret");
    }

    @Test
    void hasALineForASocket(CapturedOutput output) throws Exception {
        try (SocketClient socket =
                SocketClient.acknowledged(port, Traveller.known(port).token())) {
            socket.sendText("{\"id\":\"a\",\"type\":\"subscribe\",\"payload\":{\"query\":\"{ secret }\"}}", true);
            String id = socket.nextJson().at("/payload/0/extensions/requestId").stringValue();
            assertThat(output).contains("Request " + id + " was refused: GRAPHQL_VALIDATION_FAILED");

            socket.sendText("secret", true);
            assertThat(socket.closeCode()).isEqualTo(4400);
        }
        assertThat(output).contains("A WebSocket was closed with 4400").doesNotContain("secret");
    }

    private String send(String body, String authorization) throws Exception {
        String id = UUID.randomUUID().toString();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/graphql"))
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .header("X-Request-Id", id)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .contains(id);
        return id;
    }

    private double count(String code) {
        Counter counter = meters.find("gateway.refusals").tag("code", code).counter();
        return counter == null ? 0 : counter.count();
    }
}
