package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.http.Edge;
import com.tripsage.gateway.security.Tokens;
import com.tripsage.gateway.websocket.SocketClient;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a token with some scopes may ask, by JWTs whose issuer grants them. */
class ScopeTests extends OneTraveller {

    private static final String EVENTS = "subscription { tripEvents { kind } }";

    private String token(String scope) {
        return Tokens.signed(Tokens.claims()
                .subject(ada.id().toString())
                .claim("email", ada.email())
                .claim("scope", scope)
                .build());
    }

    private Wire with(String scope) {
        return new Wire(port, token(scope));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    chat:read               | { trips { totalCount } }                                  | trips:read
                    trips:read              | mutation { deleteTrip(id: "%s") { deletedId } }           | trips:write
                    trips:read              | { trips { nodes { owner { email } } } }                   | account:read
                    trips:read              | { trip(id: "%s") { members { user { id } } } }            | account:read
                    trips:read              | { trip(id: "%s") { invitations { email } } }              | account:read
                    account:read            | { viewer { invitations { tripTitle } } }                  | trips:read
                    memories:read           | { memories(first: 1) { nodes { user { id } } } }          | account:read
                    trips:read              | { t: trips { totalCount } m: memories { totalCount } viewer { id } } | memories:read account:read
                    chat:read               | { ... { ...A } } fragment A on Query { x: trips { totalCount } } | trips:read
                    chat:read               | query ($no: Boolean = false) { __typename trips @include(if: $no) { totalCount } } | trips:read
                    trips:read              | { trips { nodes { ... on Node { ... on Trip { owner { id } } } } } } | account:read
                    trips:read              | { node(id: "%s") { ... on Trip { owner { id } } } }       | account:read
                    openid read:orders      | { viewer { id } }                                         | account:read
                    account:write           | mutation { createTrip(input: { title: "Oslo" }) { trip { id } } } | trips:write
                    """)
    void refusesBeforeItBegins(String scope, String document, String missing) throws Exception {
        String body = body(document.formatted(UUID.randomUUID()));

        for (String accept :
                new String[] {"application/json", "application/graphql-response+json", "text/event-stream"}) {
            HttpResponse<String> response = Edge.send(new Edge(port)
                    .anonymous("/graphql")
                    .header("Authorization", "Bearer " + token(scope))
                    .header("Content-Type", "application/json")
                    .header("Accept", accept)
                    .POST(BodyPublishers.ofString(body)));
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.headers().firstValue("WWW-Authenticate"))
                    .hasValue("Bearer error=\"insufficient_scope\", scope=\"" + missing + "\"");
            JsonNode error = Wire.JSON.readTree(response.body());
            assertThat(error.at("/errors/0/extensions/code").stringValue()).isEqualTo("FORBIDDEN");
            assertThat(error.at("/errors/0/extensions/scope").stringValue()).isEqualTo(missing);
            assertThat(error.at("/errors/0/extensions/requestId").isString()).isTrue();
            assertThat(error.has("data")).isFalse();
        }
    }

    @Test
    void refusesAReadByItsAddress() throws Exception {
        String query = URLEncoder.encode("{ trips { totalCount } }", StandardCharsets.UTF_8);

        assertThat(Edge.send(new Edge(port)
                                .anonymous("/graphql?query=" + query)
                                .header("Authorization", "Bearer " + token("chat:read")))
                        .statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    trips:read         | { trips { totalCount nodes { members { name } } } }
                    trips:write        | { trips { totalCount } }
                    trips:read         | { __typename __schema { queryType { name } } }
                    ''                 | { __typename __type(name: "Memory") { name } }
                    account:read       | { viewer { email preferences } }
                    openid profile     | { viewer { email } trips { totalCount } memories { totalCount } chatSessions { totalCount } }
                    """)
    void answersWhatIsAllowed(String scope, String document) {
        assertThat(with(scope).send(document).json().has("errors")).isFalse();
    }

    @Test
    void tellsWhatIsMissingBeforeWhatIsWrong() {
        wire.send("query ($first: Int!) { trips(first: $first) { totalCount } }")
                .isRefused("BAD_USER_INPUT");
        with("chat:read")
                .send("query ($first: Int!) { trips(first: $first) { totalCount } }")
                .isRefused("FORBIDDEN");
    }

    /** The contract's query has fragments on types of many areas. */
    @Test
    void findsNodesOfTypesWhoseScopeIsThere() {
        UUID trip = ada.createTrip("Oslo");
        String memory = wire.send(
                        "mutation { addMemory(input: { kind: PREFERENCE, text: \"Aisle\" }) { memory { id } } }")
                .at("/addMemory/memory/id");
        String session = wire.send("mutation { startChatSession(input: {}) { chatSession { id } } }")
                .at("/startChatSession/chatSession/id");
        String node = Objects.requireNonNull(ContractTest.OPERATIONS.get("Node"));

        assertThat(with("trips:read").send(node, Map.of("id", trip)).at("/node/title"))
                .isEqualTo("Oslo");
        for (String hidden : new String[] {memory, session, ada.id().toString()}) {
            assertThat(with("trips:read").send(node, Map.of("id", hidden)).at("/node"))
                    .isEqualTo("null");
            assertThat(wire.send(node, Map.of("id", hidden)).at("/node/id")).isEqualTo(hidden);
        }
        assertThat(with("memories:read").send(node, Map.of("id", memory)).at("/node/text"))
                .isEqualTo("Aisle");
        assertThat(with("chat:read").send(node, Map.of("id", session)).at("/node/__typename"))
                .isEqualTo("ChatSession");
        assertThat(with("account:read").send(node, Map.of("id", ada.id())).at("/node/__typename"))
                .isEqualTo("User");
    }

    @ParameterizedTest
    @ValueSource(strings = {"subscription { tripEvents { kind trip { owner { id } } } }", "{ viewer { id } }"})
    void refusesOnASocket(String document) throws Exception {
        try (SocketClient client = SocketClient.acknowledged(port, token("trips:read"))) {
            client.send(SocketClient.subscribe("a", document));

            JsonNode error = client.nextJson();
            assertThat(error.path("type").stringValue()).isEqualTo("error");
            assertThat(error.at("/payload/0/extensions/code").stringValue()).isEqualTo("FORBIDDEN");
            assertThat(error.at("/payload/0/extensions/scope").stringValue()).isEqualTo("account:read");
            client.expectSilence();
        }
    }

    @Test
    void endsASubscriptionWhoseNewerTokenHasLess() throws Exception {
        try (SocketClient client = SocketClient.acknowledged(port, token("trips:read chat:read"))) {
            client.send(SocketClient.subscribe("a", EVENTS));
            assertThat(client.nextJson().at("/payload/data/tripEvents/kind").stringValue())
                    .isEqualTo("SUBSCRIBED");

            client.send("{'type':'ping','payload':{'Authorization':'Bearer %s'}}".formatted(token("chat:read")));

            JsonNode error = client.nextJson();
            assertThat(error.path("type").stringValue()).isEqualTo("error");
            assertThat(error.at("/payload/0/extensions/scope").stringValue()).isEqualTo("trips:read");
            client.expect("{'type':'pong'}");
            ada.createTrip("Unseen");
            client.expectSilence();
        }
    }

    @Test
    void goesOnWhereTheNewerTokenHasEnough() throws Exception {
        try (SocketClient client = SocketClient.acknowledged(port, token("trips:read chat:read"))) {
            client.send(SocketClient.subscribe("a", EVENTS));
            client.nextJson();

            client.send("{'type':'ping','payload':{'Authorization':'Bearer %s'}}".formatted(token("trips:read")));
            client.expect("{'type':'pong'}");
            ada.createTrip("Seen");

            assertThat(client.nextJson().at("/payload/data/tripEvents/kind").stringValue())
                    .isEqualTo("TRIP_CREATED");
        }
    }

    @Test
    void isShownToReadersOfTheSchema() {
        Wire.Answer shown = wire.send("""
                {
                  query: __type(name: "Query") { fields { name description } }
                  trip: __type(name: "Trip") { description fields { name description } }
                }
                """);

        assertThat(shown.at("/query")).contains("\"The caller. Needs the scope `account:read`.\"");
        assertThat(shown.at("/trip/description"))
                .isEqualTo("A journey that somebody plans. Needs the scope `trips:read`.");
        assertThat(shown.at("/trip/fields")).contains("\"The trip's owner. Needs the scope `account:read`.\"");
    }

    private static String body(String document) {
        return Wire.JSON.writeValueAsString(Map.of("query", document));
    }
}
