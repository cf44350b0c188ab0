package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.security.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The results of the whole gateway as events: each in one line, whatever is in it. */
class StreamedResultTests extends RunningGateway {

    private static final String START = "event: next\ndata: ";
    private static final String END = "\n\nevent: complete\ndata:\n\n";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private String token = "";

    @BeforeEach
    void arrive() {
        token = Traveller.arriving(port).token();
    }

    @Test
    void areTheSameAsPlainOnesAndHaveNoLineBreak() throws Exception {
        String changed = post("""
                {"query": "mutation ($p: JSON) { updateViewer(input: {preferences: $p}) { viewer { preferences } } }",
                 "variables": {"p": {
                    "a\\r\\n\\u2028\\u0085b":
                       ["x\\n\\nevent: complete\\ndata:\\n\\n", "\\r", 1.50,
                        {"n": "\\u000b\\f"}]
                 }}}""", "text/event-stream");
        String read = "{\"query\":\"{ viewer { preferences } }\"}";
        String plain = post(read, "application/json");

        assertThat(plain).contains("complete", "\\n\\n");
        assertThat(post(read, "text/event-stream")).isEqualTo(START + plain + END);
        assertThat(changed).startsWith(START).endsWith(END);
        String data = changed.substring(START.length(), changed.length() - END.length());
        assertThat(data).doesNotContain("\n", "\r");
        assertThat(Wire.JSON.readTree(data).at("/data/updateViewer/viewer"))
                .isEqualTo(Wire.JSON.readTree(plain).at("/data/viewer"));
    }

    @Test
    void tellOfARefusal() throws Exception {
        String refused = post(
                "{\"query\":\"mutation { deleteTrip(id: \\\"" + new UUID(0, 0) + "\\\") { id } }\"}",
                "text/event-stream");

        assertThat(refused).startsWith(START + "{\"errors\":[{").endsWith(END).contains("requestId");
    }

    /** Those that other tests have left without a word are still counted for up to half a minute. */
    @Test
    void areCountedAsLongAsTheyLast() {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(metrics()).contains("gateway_sse_connections 0.0"));
    }

    private String metrics() throws IOException, InterruptedException {
        return CLIENT.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                                .header("Authorization", "Bearer " + Tokens.OPERATOR)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private String post(String body, String accept) throws Exception {
        Map<String, String> headers =
                Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json", "Accept", accept);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/graphql"))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
