package com.tripsage.gateway.http;

import static com.tripsage.gateway.http.Edge.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.websocket.SocketClient;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Where the mode is off, clients that name a document by its hash, in Apollo's protocol, are told to send it whole. */
@GatewayTest
@TestPropertySource(properties = "gateway.documents.mode=off")
class PersistedQueryTests {

    private static final String EXTENSIONS =
            "{\"persistedQuery\":{\"version\":1,\"sha256Hash\":\"ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38\"}}";

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"extensions\":%s}",
                "{\"extensions\":%s,\"operationName\":\"Dashboard\",\"variables\":{\"first\":5}}",
                "{\"query\":null,\"extensions\":%s}",
                "{\"query\":\"\",\"extensions\":%s}",
            })
    void clientsAreToldByPost(String body) throws Exception {
        HttpRequest.Builder request = post(body.formatted(EXTENSIONS));

        HttpResponse<String> response = send(request);
        assertThat(response.statusCode()).isEqualTo(200);
        assertNotSupported(response.body());

        HttpResponse<String> newer = send(request.header("Accept", "application/graphql-response+json"));
        assertThat(newer.statusCode()).isEqualTo(400);
        assertNotSupported(newer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"version\":2,\"sha256Hash\":\"x\"}", "{\"version\":1}", "\"abc\"", "7", "[]"})
    void clientsAreToldWhateverTheySayOfTheQuery(String persisted) throws Exception {
        assertNotSupported(send(post("{\"extensions\":{\"persistedQuery\":" + persisted + "}}"))
                .body());
    }

    @Test
    void clientsAreToldByGet() throws Exception {
        String encoded = URLEncoder.encode(EXTENSIONS, StandardCharsets.UTF_8);
        for (String address : new String[] {"/graphql?extensions=", "/graphql?query=&operationName=A&extensions="}) {
            HttpResponse<String> response = send(request(address + encoded));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Cache-Control").orElse(""))
                    .contains("no-store");
            assertNotSupported(response.body());
        }
    }

    @Test
    void clientsAreToldInAStream() throws Exception {
        HttpResponse<String> response =
                send(post("{\"extensions\":" + EXTENSIONS + "}").header("Accept", "text/event-stream"));

        assertThat(response.statusCode()).isEqualTo(200);
        String[] events = response.body().split("\n\n", -1);
        assertThat(events[0]).startsWith("event: next\ndata: {");
        assertNotSupported(events[0].substring("event: next\ndata: ".length()));
        assertThat(events[1]).isEqualTo("event: complete\ndata:");
    }

    @Test
    void clientsAreToldOnASocketThatGoesOn() throws Exception {
        try (SocketClient client =
                SocketClient.acknowledged(port, Traveller.known(port).token())) {
            client.send("{'id':'a','type':'subscribe','payload':{'extensions':" + EXTENSIONS.replace('"', '\'') + "}}");
            JsonNode error = client.nextJson();
            assertThat(error.path("type").stringValue()).isEqualTo("error");
            assertThat(error.at("/payload/0/message").stringValue()).isEqualTo("PersistedQueryNotSupported");

            client.send("{'id':'a','type':'subscribe','payload':{'query':'{ __typename }','extensions':"
                    + EXTENSIONS.replace('"', '\'') + "}}");
            client.expect("{'id':'a','type':'next','payload':{'data':{'__typename':'Query'}}}");
            client.expect("{'id':'a','type':'complete'}");
        }
    }

    @Test
    void clientsAreAnsweredWhenTheySendTheDocument() throws Exception {
        HttpResponse<String> response = send(post("{\"query\":\"{ __typename }\",\"extensions\":" + EXTENSIONS + "}"));

        assertThat(response.body()).isEqualTo("{\"data\":{\"__typename\":\"Query\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"extensions\":{}}", "{\"extensions\":{\"persistedQuery\":null}}"})
    void otherRequestsStillNeedADocument(String body) throws Exception {
        HttpResponse<String> response = send(post(body));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("The parameter \\\"query\\\" is missing");
    }

    private HttpRequest.Builder request(String path) {
        return new Edge(port).with(Traveller.arriving(port).token(), path);
    }

    private HttpRequest.Builder post(String body) {
        return request("/graphql")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static void assertNotSupported(String answer) {
        JsonNode error = Wire.JSON.readTree(answer).at("/errors/0");
        assertThat(error.path("message").stringValue()).isEqualTo("PersistedQueryNotSupported");
        assertThat(error.at("/extensions/code").stringValue()).isEqualTo("PERSISTED_QUERY_NOT_SUPPORTED");
        assertThat(error.at("/extensions/requestId").isString()).isTrue();
    }
}
