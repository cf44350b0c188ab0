package com.tripsage.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.http.Edge;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Subscriptions that go on behind an event, as clients do that repeat their documents and variables after a cut. */
@GatewayTest
class CarryOnTests {

    /** Does not ask for the cursor. */
    private static final String TRIPS =
            "subscription ($id: ID, $after: String) { now: tripEvents(tripId: $id, after: $after) { kind entityId } }";

    private static final String MESSAGES =
            "subscription ($id: ID!) { chatMessageAdded(sessionId: $id) { message { content } } }";

    @LocalServerPort
    int port;

    @Test
    void everyEventTellsItsCursor() throws Exception {
        Traveller ada = Traveller.known(port);
        try (SocketClient client = SocketClient.acknowledged(port, ada.token())) {
            subscribe(client, TRIPS, Map.of(), null);
            JsonNode begun = event(client);
            UUID trip = ada.createTrip("Lisbon");
            JsonNode made = event(client);

            assertThat(begun.at("/data/now/kind").stringValue()).isEqualTo("SUBSCRIBED");
            assertThat(made.at("/data/now/entityId").stringValue()).isEqualTo(trip.toString());
            assertThat(cursor(begun)).isNotBlank().isNotEqualTo(cursor(made));
        }
    }

    @Test
    void goesOnWithTheVariablesOfTheFirstTime() throws Exception {
        Traveller ada = Traveller.known(port);
        UUID trip = ada.createTrip("Lisbon");
        String first;
        String last;
        try (SocketClient client = SocketClient.acknowledged(port, ada.token())) {
            subscribe(client, TRIPS, Map.of("id", trip), null);
            first = cursor(event(client));
            rename(ada, trip, "Porto");
            last = cursor(event(client));
        }
        rename(ada, trip, "Faro");
        rename(ada, trip, "Braga");
        try (SocketClient client = SocketClient.acknowledged(port, ada.token())) {
            // the argument is older, as a client has it that was begun with one
            subscribe(client, TRIPS, Map.of("id", trip, "after", first), last);
            JsonNode begun = event(client);
            assertThat(begun.at("/data/now/kind").stringValue()).isEqualTo("SUBSCRIBED");
            assertThat(cursor(begun)).isEqualTo(last);
            assertThat(List.of(kind(event(client)), kind(event(client)))).containsOnly("TRIP_UPDATED");
            client.expectSilence();
        }
    }

    @Test
    void goesOnWithMessages() throws Exception {
        Traveller ada = Traveller.known(port);
        UUID session = ada.execute("mutation { startChatSession(input: {}) { chatSession { id } } }")
                .path("startChatSession.chatSession.id")
                .entity(UUID.class)
                .get();
        String last;
        try (SocketClient client = SocketClient.acknowledged(port, ada.token())) {
            subscribe(client, MESSAGES, Map.of("id", session), null);
            event(client);
            say(ada, session, "one");
            last = cursor(event(client));
        }
        say(ada, session, "two");
        say(ada, session, "สาม");
        try (SocketClient client = SocketClient.acknowledged(port, ada.token())) {
            subscribe(client, MESSAGES, Map.of("id", session), last);
            event(client);
            assertThat(content(event(client))).isEqualTo("two");
            assertThat(content(event(client))).isEqualTo("สาม");
            say(ada, session, "four");
            assertThat(content(event(client))).isEqualTo("four");
            client.expectSilence();
        }
    }

    @Test
    void goesOnInAStream() throws Exception {
        Traveller ada = Traveller.known(port);
        String first;
        try (SocketClient client = SocketClient.acknowledged(port, ada.token())) {
            subscribe(client, TRIPS, Map.of(), null);
            first = cursor(event(client));
        }
        UUID one = ada.createTrip("one");
        UUID two = ada.createTrip("two");

        String body = Wire.JSON.writeValueAsString(Map.of("query", TRIPS, "extensions", Map.of("after", first)));
        List<String> posted = entities(stream(ada, "/graphql")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
        assertThat(posted).containsExactly(one.toString(), two.toString());

        String address = "/graphql?query=" + encoded(TRIPS) + "&extensions=" + encoded("{\"after\":\"" + first + "\"}");
        assertThat(entities(stream(ada, address))).containsExactly(one.toString(), two.toString());
        // what a browser's EventSource sends by itself is newer than its address
        String nonsense = address.replace(first, "nonsense");
        assertThat(entities(stream(ada, nonsense).header("Last-Event-ID", first)))
                .containsExactly(one.toString(), two.toString());
    }

    @Test
    void showsNobodyWhatIsNotTheirs() throws Exception {
        Traveller ada = Traveller.known(port);
        Traveller bob = Traveller.known(port);
        String adas;
        try (SocketClient client = SocketClient.acknowledged(port, ada.token())) {
            subscribe(client, TRIPS, Map.of(), null);
            adas = cursor(event(client));
        }
        ada.createTrip("Ada's");
        UUID bobs = bob.createTrip("Bob's");
        try (SocketClient client = SocketClient.acknowledged(port, bob.token())) {
            subscribe(client, TRIPS, Map.of(), adas);
            event(client);
            assertThat(event(client).at("/data/now/entityId").stringValue()).isEqualTo(bobs.toString());
            client.expectSilence();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "AQAAAAAAAAAAAAAAAAAAAAAAAAAA", "ก"})
    void endsTheSubscriptionAloneWhereItIsNoCursor(String after) throws Exception {
        Traveller ada = Traveller.known(port);
        try (SocketClient client = SocketClient.acknowledged(port, ada.token())) {
            subscribe(client, TRIPS, Map.of(), after);
            JsonNode error = client.nextJson();
            assertThat(error.path("type").stringValue()).isEqualTo("error");
            assertThat(error.at("/payload/0/extensions/code").stringValue()).isEqualTo("BAD_USER_INPUT");
            assertThat(error.at("/payload/0/extensions/violations/0/path").stringValue())
                    .isEqualTo("after");

            subscribe(client, TRIPS, Map.of(), null);
            assertThat(kind(event(client))).isEqualTo("SUBSCRIBED");
        }
    }

    @Test
    void endsTheSubscriptionWhereItIsHuge() throws Exception {
        try (SocketClient client =
                SocketClient.acknowledged(port, Traveller.known(port).token())) {
            subscribe(client, TRIPS, Map.of(), "A".repeat(40_000));
            assertThat(client.nextJson().at("/payload/0/extensions/code").stringValue())
                    .isEqualTo("BAD_USER_INPUT");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "true", "{}", "[]"})
    void isRefusedWhereItIsNoText(String after) throws Exception {
        Traveller ada = Traveller.known(port);
        String request =
                "{\"query\":\"subscription { tripEvents { kind } }\",\"extensions\":{\"after\":" + after + "}}";
        try (SocketClient client = SocketClient.acknowledged(port, ada.token())) {
            client.sendText("{\"id\":\"a\",\"type\":\"subscribe\",\"payload\":" + request + "}", true);
            assertThat(client.closeCode()).isEqualTo(4400);
        }
        HttpResponse<String> response = Edge.send(stream(ada, "/graphql")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(request)));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("extensions.after");
    }

    private static void subscribe(
            SocketClient client, String document, Map<String, ?> variables, @Nullable String after) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("query", document);
        payload.put("variables", variables);
        if (after != null) {
            payload.put("extensions", Map.of("after", after));
        }
        client.sendText(Wire.JSON.writeValueAsString(Map.of("id", "s", "type", "subscribe", "payload", payload)), true);
    }

    private static JsonNode event(SocketClient client) throws InterruptedException {
        JsonNode message = client.nextJson();
        assertThat(message.path("type").stringValue()).as("%s", message).isEqualTo("next");
        assertThat(message.at("/payload/errors").isMissingNode())
                .as("%s", message)
                .isTrue();
        return message.path("payload");
    }

    private static String cursor(JsonNode event) {
        return event.at("/extensions/cursor").stringValue();
    }

    private static String kind(JsonNode event) {
        return event.at("/data/now/kind").stringValue();
    }

    private static String content(JsonNode event) {
        return event.at("/data/chatMessageAdded/message/content").stringValue();
    }

    private static void rename(Traveller who, UUID trip, String title) {
        who.execute(
                        "mutation ($id: ID!, $title: String!) { updateTrip(input: { id: $id, title: $title }) { trip { title } } }",
                        Map.of("id", trip, "title", title))
                .path("updateTrip.trip.title")
                .entity(String.class)
                .isEqualTo(title);
    }

    private static void say(Traveller who, UUID session, String content) {
        who.execute(
                        "mutation ($id: ID!, $content: String!) { postChatMessage(input: { sessionId: $id, role: USER, content: $content }) { message { content } } }",
                        Map.of("id", session, "content", content))
                .path("postChatMessage.message.content")
                .entity(String.class)
                .isEqualTo(content);
    }

    private HttpRequest.Builder stream(Traveller who, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + who.token())
                .header("Accept", "text/event-stream");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** What the two events after SUBSCRIBED are about, of which each tells its cursor twice. */
    private static List<String> entities(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (var lines = new BufferedReader(new InputStreamReader(
                HttpClient.newHttpClient()
                        .send(request.build(), BodyHandlers.ofInputStream())
                        .body(),
                StandardCharsets.UTF_8))) {
            assertThat(next(lines).at("/data/now/kind").stringValue()).isEqualTo("SUBSCRIBED");
            return List.of(
                    next(lines).at("/data/now/entityId").stringValue(),
                    next(lines).at("/data/now/entityId").stringValue());
        }
    }

    private static JsonNode next(BufferedReader lines) throws IOException {
        String id = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("id: ")) {
                id = line.substring("id: ".length());
            } else if (line.startsWith("data: ")) {
                JsonNode result = Wire.JSON.readTree(line.substring("data: ".length()));
                assertThat(cursor(result)).isEqualTo(id);
                return result;
            }
        }
        throw new AssertionError("The stream has ended");
    }
}
