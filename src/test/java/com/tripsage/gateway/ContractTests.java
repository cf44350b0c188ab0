package com.tripsage.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.live.Listener;
import com.tripsage.gateway.live.LiveOperations;
import com.tripsage.gateway.security.Callers;
import graphql.parser.Parser;
import graphql.validation.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.graphql.execution.GraphQlSource;
import tools.jackson.databind.JsonNode;

/** What the web frontend and the assistant send, as they send it, with the variables that the contract shows beside it. */
class ContractTests extends RunningGateway {

    private static final Pattern OPERATION = Pattern.compile("(?ms)^(?:query|mutation|subscription) (\\w+).*?^}");

    private static final Map<String, String> OPERATIONS = operations();

    private static final String VECTOR = "[0.01" + ", 0.01".repeat(1535) + "]";

    private static final String SEATTLE = """
            { "input": { "title": "3 days in Seattle", "description": "…", "startDate": "2022-03-29", "endDate": "2022-03-31",
              "budget": { "amount": 1800, "currency": "USD" }, "destinations": [{ "name": "Seattle" }], "status": "PLANNING",
              "metadata": { "source": "web" },
              "flights": [{ "flightNumber": "F3527324", "departureAirport": "MSP", "arrivalAirport": "SEA",
                            "departureTime": "2022-03-29T15:52:00Z", "arrivalTime": "2022-03-29T17:22:00Z" }],
              "accommodations": [{ "name": "Studio", "checkInDate": "2022-03-29", "checkOutDate": "2022-03-31" }] } }
            """;

    @Autowired
    GraphQlSource source;

    @Autowired
    LiveOperations live;

    @Autowired
    Callers callers;

    Traveller ada;

    @BeforeEach
    void arrive() {
        ada = Traveller.known(port);
    }

    @Test
    void knowsEveryOperation() {
        assertThat(OPERATIONS.keySet())
                .containsExactly(
                        "Viewer",
                        "UpdateViewer",
                        "TripList",
                        "Dashboard",
                        "TripDetail",
                        "CreateTrip",
                        "UpdateTrip",
                        "DeleteTrip",
                        "AddFlight",
                        "UpdateFlight",
                        "RemoveFlight",
                        "AddAccommodation",
                        "UpdateAccommodation",
                        "RemoveAccommodation",
                        "ShareTrip",
                        "UnshareTrip",
                        "ChatSessions",
                        "ChatHistory",
                        "StartChatSession",
                        "PostChatMessage",
                        "Node",
                        "AddMemory",
                        "AddMemories",
                        "UpdateMemory",
                        "DeleteMemory",
                        "Memories",
                        "SearchMemories",
                        "SimilarTrips",
                        "TripEvents",
                        "TripEventLog",
                        "ChatMessages");
        assertThat(OPERATIONS.values()).allSatisfy(operation -> assertThat(
                        new Validator().validateDocument(source.schema(), Parser.parse(operation), Locale.ROOT))
                .isEmpty());
    }

    @Test
    void answersViewer() {
        Wire.Answer answer = send("Viewer", "{}");

        assertThat(answer.at("/viewer/id")).isEqualTo(ada.id().toString());
        assertThat(answer.at("/viewer/email")).isEqualTo(ada.email());
        assertThat(answer.at("/viewer/authProvider")).isEqualTo("supabase");
        assertThat(answer.at("/viewer/profile")).isEqualTo("{}");
        assertThat(answer.at("/viewer/preferences")).isEqualTo("{}");
        assertThat(answer.at("/viewer/createdAt")).endsWith("Z").isEqualTo(answer.at("/viewer/updatedAt"));
    }

    @Test
    void answersUpdateViewer() {
        Wire.Answer answer = send("UpdateViewer", """
                { "input": { "preferences": { "seat": "aisle" }, "profile": { "displayName": "Ada" } } }""");

        assertThat(answer.at("/updateViewer/viewer/id")).isEqualTo(ada.id().toString());
        assertThat(answer.at("/updateViewer/viewer/profile/displayName")).isEqualTo("Ada");
        assertThat(answer.at("/updateViewer/viewer/preferences/seat")).isEqualTo("aisle");
        assertThat(answer.at("/updateViewer/viewer/updatedAt")).endsWith("Z");
    }

    @Test
    void answersTripList() {
        UUID seattle = createSeattle();
        UUID lisbon = ada.createTrip(Map.of("title", "Lisbon", "startDate", "2026-05-01", "endDate", "2026-05-09"));

        Wire.Answer all = send("TripList", "{ \"first\": 20 }");
        Wire.Answer rest = send("TripList", """
                { "first": 20, "after": "%s", "filter": { "status": ["PLANNING", "BOOKED"],
                  "startsOnOrAfter": "2022-01-01", "endsOnOrBefore": "2026-12-31", "text": "seattle" },
                  "orderBy": "START_DATE_DESC" }""".formatted(all.at("/trips/edges/0/cursor")));

        assertThat(all.each("/trips/edges", "/node/id")).containsExactly(lisbon.toString(), seattle.toString());
        assertThat(all.at("/trips/totalCount")).isEqualTo("2");
        assertThat(rest.each("/trips/edges", "/node/id")).containsExactly(seattle.toString());
        assertThat(rest.at("/trips/edges/0/node/description")).isEqualTo("…");
        assertThat(rest.at("/trips/edges/0/node/budget")).isEqualTo("{\"amount\":1800.00,\"currency\":\"USD\"}");
        assertThat(rest.at("/trips/edges/0/node/destinations")).isEqualTo("[{\"name\":\"Seattle\"}]");
        assertThat(rest.at("/trips/edges/0/node/version")).isEqualTo("1");
        assertThat(rest.at("/trips/pageInfo/hasNextPage")).isEqualTo("false");
        assertThat(rest.at("/trips/pageInfo/hasPreviousPage")).isEqualTo("true");
        assertThat(rest.at("/trips/pageInfo/endCursor")).isEqualTo(rest.at("/trips/edges/0/cursor"));
        assertThat(rest.at("/trips/totalCount")).isEqualTo("1");
    }

    @Test
    void answersDashboard() {
        createSeattle();

        Wire.Answer answer = send("Dashboard", "{ \"first\": 20 }");

        assertThat(answer.at("/trips/edges/0/node/title")).isEqualTo("3 days in Seattle");
        assertThat(answer.at("/trips/edges/0/node/spent")).isEqualTo("{\"amount\":0.00,\"currency\":\"USD\"}");
        assertThat(answer.at("/trips/edges/0/node/flights/0/departureTime")).isEqualTo("2022-03-29T15:52:00Z");
        assertThat(answer.at("/trips/edges/0/node/flights/0/price")).isEqualTo("null");
        assertThat(answer.at("/trips/edges/0/node/flights/0/status")).isEqualTo("SEARCHED");
        assertThat(answer.at("/trips/edges/0/node/accommodations/0/name")).isEqualTo("Studio");
        assertThat(answer.at("/trips/edges/0/node/accommodations/0/checkOutDate"))
                .isEqualTo("2022-03-31");
        assertThat(answer.at("/trips/pageInfo/hasNextPage")).isEqualTo("false");
    }

    @Test
    void answersTripDetail() {
        Traveller bob = Traveller.known(port);
        UUID trip = createSeattle();
        UUID other = ada.createTrip(Map.of("title", "Portland", "description", "…, and on to Portland"));
        ada.share(trip, bob, "VIEWER");

        Wire.Answer answer = send("TripDetail", "{ \"id\": \"%s\" }".formatted(trip));

        assertThat(answer.at("/trip/title")).isEqualTo("3 days in Seattle");
        assertThat(answer.at("/trip/status")).isEqualTo("PLANNING");
        assertThat(answer.at("/trip/startDate")).isEqualTo("2022-03-29");
        assertThat(answer.at("/trip/metadata")).isEqualTo("{\"source\":\"web\"}");
        assertThat(answer.at("/trip/owner/email")).isEqualTo(ada.email());
        assertThat(answer.at("/trip/members/0/role")).isEqualTo("VIEWER");
        assertThat(answer.at("/trip/members/0/user/email")).isEqualTo(bob.email());
        assertThat(answer.at("/trip/members/0/joinedAt")).endsWith("Z");
        assertThat(answer.at("/trip/flights/0/flightNumber")).isEqualTo("F3527324");
        assertThat(answer.at("/trip/flights/0/rawData")).isEqualTo("{}");
        assertThat(answer.at("/trip/accommodations/0/amenities")).isEqualTo("[]");
        assertThat(answer.at("/trip/accommodations/0/coordinates")).isEqualTo("null");
        assertThat(answer.each("/trip/similarTrips", "/trip/id")).containsExactly(other.toString());
        assertThat(answer.at("/trip/similarTrips/0/trip/title")).isEqualTo("Portland");
        assertThat(Double.parseDouble(answer.at("/trip/similarTrips/0/score"))).isBetween(0.5, 1.0);
    }

    @Test
    void answersCreateTrip() {
        Wire.Answer answer = send("CreateTrip", SEATTLE);

        assertThat(answer.at("/createTrip/trip/title")).isEqualTo("3 days in Seattle");
        assertThat(answer.at("/createTrip/trip/version")).isEqualTo("1");
        assertThat(answer.each("/createTrip/trip/flights", "/flightNumber")).containsExactly("F3527324");
        assertThat(answer.each("/createTrip/trip/accommodations", "/name")).containsExactly("Studio");
    }

    @Test
    void answersUpdateTrip() {
        UUID trip = createSeattle();

        Wire.Answer answer = send("UpdateTrip", """
                { "input": { "id": "%s", "expectedVersion": 1, "status": "BOOKED", "title": "…" } }""".formatted(trip));

        assertThat(answer.at("/updateTrip/trip/id")).isEqualTo(trip.toString());
        assertThat(answer.at("/updateTrip/trip/title")).isEqualTo("…");
        assertThat(answer.at("/updateTrip/trip/status")).isEqualTo("BOOKED");
        assertThat(answer.at("/updateTrip/trip/version")).isEqualTo("2");
    }

    @Test
    void answersDeleteTrip() {
        UUID trip = createSeattle();

        Wire.Answer answer = send("DeleteTrip", "{ \"id\": \"%s\" }".formatted(trip));

        assertThat(answer.at("/deleteTrip/deletedId")).isEqualTo(trip.toString());
        assertThat(send("Node", "{ \"id\": \"%s\" }".formatted(trip)).at("/node"))
                .isEqualTo("null");
    }

    @Test
    void answersTheMutationsOfFlights() {
        UUID trip = createSeattle();

        Wire.Answer added = send("AddFlight", """
                { "input": { "tripId": "%s", "flight": { "flightNumber": "TP202",
                  "price": { "amount": 420.50, "currency": "EUR" } } } }""".formatted(trip));
        String id = added.at("/addFlight/flight/id");
        Wire.Answer updated = send("UpdateFlight", """
                { "input": { "id": "%s", "status": "BOOKED", "bookingReference": "X1Y2Z3" } }""".formatted(id));
        Wire.Answer removed = send("RemoveFlight", "{ \"id\": \"%s\" }".formatted(id));

        assertThat(added.at("/addFlight/flight/flightNumber")).isEqualTo("TP202");
        assertThat(added.at("/addFlight/flight/status")).isEqualTo("SEARCHED");
        assertThat(added.at("/addFlight/flight/trip/id")).isEqualTo(trip.toString());
        assertThat(updated.at("/updateFlight/flight"))
                .isEqualTo("{\"id\":\"%s\",\"status\":\"BOOKED\",\"bookingReference\":\"X1Y2Z3\"}".formatted(id));
        assertThat(removed.at("/removeFlight/deletedId")).isEqualTo(id);
    }

    @Test
    void answersTheMutationsOfAccommodations() {
        UUID trip = createSeattle();

        Wire.Answer added = send("AddAccommodation", """
                { "input": { "tripId": "%s", "accommodation": { "name": "Casa", "type": "hotel",
                  "coordinates": { "latitude": 38.71, "longitude": -9.14 }, "amenities": ["wifi"] } } }""".formatted(trip));
        String id = added.at("/addAccommodation/accommodation/id");
        Wire.Answer updated =
                send("UpdateAccommodation", "{ \"input\": { \"id\": \"%s\", \"status\": \"HELD\" } }".formatted(id));
        Wire.Answer removed = send("RemoveAccommodation", "{ \"id\": \"%s\" }".formatted(id));

        assertThat(added.at("/addAccommodation/accommodation/name")).isEqualTo("Casa");
        assertThat(added.at("/addAccommodation/accommodation/trip/id")).isEqualTo(trip.toString());
        assertThat(updated.at("/updateAccommodation/accommodation"))
                .isEqualTo("{\"id\":\"%s\",\"name\":\"Casa\",\"status\":\"HELD\"}".formatted(id));
        assertThat(removed.at("/removeAccommodation/deletedId")).isEqualTo(id);
    }

    @Test
    void answersShareTripAndUnshareTrip() {
        Traveller bob = Traveller.known(port);
        UUID trip = createSeattle();

        Wire.Answer shared = send("ShareTrip", """
                { "input": { "tripId": "%s", "userEmail": "%s", "role": "EDITOR" } }""".formatted(trip, bob.email()));
        Wire.Answer unshared = send("UnshareTrip", """
                { "input": { "tripId": "%s", "userId": "%s" } }""".formatted(trip, bob.id()));

        assertThat(shared.at("/shareTrip/trip/members"))
                .isEqualTo("[{\"role\":\"EDITOR\",\"user\":{\"email\":\"%s\"}}]".formatted(bob.email()));
        assertThat(unshared.at("/unshareTrip/trip")).isEqualTo("{\"id\":\"%s\",\"members\":[]}".formatted(trip));
    }

    @Test
    void answersTheOperationsOfChats() {
        Wire.Answer started = send("StartChatSession", """
                { "input": { "title": "Lisbon plans", "agentUsed": "planner" } }""");
        String session = started.at("/startChatSession/chatSession/id");
        Wire.Answer posted = send("PostChatMessage", """
                { "input": { "sessionId": "%s", "role": "USER", "content": "…", "toolCalls": [], "metadata": {} } }""".formatted(session));
        Wire.Answer sessions = send("ChatSessions", "{ \"first\": 20 }");
        Wire.Answer history = send("ChatHistory", "{ \"id\": \"%s\", \"last\": 50 }".formatted(session));

        assertThat(started.at("/startChatSession/chatSession/title")).isEqualTo("Lisbon plans");
        assertThat(posted.at("/postChatMessage/message/role")).isEqualTo("USER");
        assertThat(posted.at("/postChatMessage/message/content")).isEqualTo("…");
        assertThat(posted.at("/postChatMessage/message/session/messageCount")).isEqualTo("1");
        assertThat(posted.at("/postChatMessage/message/session/lastActivity"))
                .isEqualTo(posted.at("/postChatMessage/message/createdAt"));
        assertThat(sessions.at("/chatSessions/edges/0/node/agentUsed")).isEqualTo("planner");
        assertThat(sessions.at("/chatSessions/edges/0/node/messageCount")).isEqualTo("1");
        assertThat(history.at("/chatSession/sessionState")).isEqualTo("{}");
        assertThat(history.each("/chatSession/messages/edges", "/node/content")).containsExactly("…");
        assertThat(history.at("/chatSession/messages/edges/0/node/toolCalls")).isEqualTo("[]");
        assertThat(history.at("/chatSession/messages/pageInfo/hasPreviousPage")).isEqualTo("false");
    }

    @Test
    void answersNodeForEveryType() {
        UUID trip = createSeattle();
        Wire.Answer detail = send("TripDetail", "{ \"id\": \"%s\" }".formatted(trip));
        String session = send("StartChatSession", "{ \"input\": { \"title\": \"Lisbon plans\" } }")
                .at("/startChatSession/chatSession/id");
        String message = send("PostChatMessage", """
                { "input": { "sessionId": "%s", "role": "USER", "content": "Hello" } }""".formatted(session)).at("/postChatMessage/message/id");
        UUID memory = Superuser.of(environment)
                .sql("insert into memory_embeddings (user_id, content_text) values (?, 'Likes trams') returning id")
                .param(ada.id())
                .query(UUID.class)
                .single();

        assertThat(node(trip.toString())).contains("\"__typename\":\"Trip\"", "\"title\":\"3 days in Seattle\"");
        assertThat(node(detail.at("/trip/flights/0/id")))
                .contains("\"__typename\":\"Flight\"", "F3527324", "\"trip\":{\"id\":\"%s\"}".formatted(trip));
        assertThat(node(detail.at("/trip/accommodations/0/id")))
                .contains("\"__typename\":\"Accommodation\"", "Studio", "\"trip\":{\"id\":\"%s\"}".formatted(trip));
        assertThat(node(memory.toString())).contains("\"__typename\":\"Memory\"", "\"text\":\"Likes trams\"");
        assertThat(node(session)).contains("\"__typename\":\"ChatSession\"", "\"title\":\"Lisbon plans\"");
        assertThat(node(message)).contains("\"__typename\":\"ChatMessage\"", "\"content\":\"Hello\"");
        assertThat(node(ada.id().toString())).contains("\"__typename\":\"User\"");
        assertThat(node(UUID.randomUUID().toString())).isEqualTo("null");
    }

    @Test
    void answersTheMutationsOfMemories() {
        Wire.Answer added = addAisle();
        String id = added.at("/addMemory/memory/id");
        Wire.Answer again = addAisle();
        Wire.Answer several = send("AddMemories", """
                { "inputs": [{ "kind": "INSIGHT", "text": "Travels with children" },
                             { "kind": "CONVERSATION", "text": "Asked for Lisbon", "embedding": %s }] }""".formatted(VECTOR));
        Wire.Answer updated = send("UpdateMemory", """
                { "input": { "id": "%s", "text": "I prefer window seats" } }""".formatted(id));
        Wire.Answer deleted = send("DeleteMemory", "{ \"id\": \"%s\" }".formatted(id));

        assertThat(added.at("/addMemory/memory/kind")).isEqualTo("PREFERENCE");
        assertThat(added.at("/addMemory/memory/text")).isEqualTo("I prefer aisle seats");
        assertThat(added.at("/addMemory/memory/metadata")).isEqualTo("{\"category\":\"flight\"}");
        assertThat(added.at("/addMemory/memory/sessionId")).isEqualTo("null");
        assertThat(added.at("/addMemory/memory/createdAt")).endsWith("Z");
        assertThat(added.at("/addMemory/outcome")).isEqualTo("CREATED");
        assertThat(again.at("/addMemory/memory/id")).isEqualTo(id);
        assertThat(again.at("/addMemory/outcome")).isEqualTo("DUPLICATE");
        assertThat(several.each("/addMemories/memories", "/text"))
                .containsExactly("Travels with children", "Asked for Lisbon");
        assertThat(several.at("/addMemories/outcomes")).isEqualTo("[\"CREATED\",\"CREATED\"]");
        assertThat(updated.at("/updateMemory/memory/text")).isEqualTo("I prefer window seats");
        assertThat(updated.at("/updateMemory/memory/updatedAt")).endsWith("Z");
        assertThat(updated.each("/updateMemory/memory/history", "/text")).containsExactly("I prefer aisle seats");
        assertThat(updated.at("/updateMemory/memory/history/0/replacedAt")).endsWith("Z");
        assertThat(deleted.at("/deleteMemory/deletedId")).isEqualTo(id);
    }

    @Test
    void answersMemories() {
        String id = addAisle().at("/addMemory/memory/id");

        Wire.Answer some = send("Memories", """
                { "first": 20, "filter": { "kind": ["PREFERENCE"], "metadata": { "category": "flight" },
                  "createdAfter": "2026-01-01T00:00:00Z" } }""");
        Wire.Answer rest = send(
                "Memories", "{ \"first\": 20, \"after\": \"%s\" }".formatted(some.at("/memories/pageInfo/endCursor")));

        assertThat(some.each("/memories/edges", "/node/id")).containsExactly(id);
        assertThat(some.at("/memories/edges/0/node/kind")).isEqualTo("PREFERENCE");
        assertThat(some.at("/memories/edges/0/node/text")).isEqualTo("I prefer aisle seats");
        assertThat(some.at("/memories/pageInfo/hasNextPage")).isEqualTo("false");
        assertThat(some.at("/memories/totalCount")).isEqualTo("1");
        assertThat(rest.at("/memories/edges")).isEqualTo("[]");
    }

    @Test
    void answersSearchMemories() {
        String id = addAisle().at("/addMemory/memory/id");

        Wire.Answer byText = send("SearchMemories", """
                { "query": { "text": "where do I like to sit on planes?" }, "mode": "HYBRID", "first": 10,
                  "filter": { "kind": ["PREFERENCE"] } }""");
        Wire.Answer byVector = send("SearchMemories", """
                { "query": { "vector": %s }, "mode": "SEMANTIC", "first": 10 }""".formatted(VECTOR));

        for (Wire.Answer answer : List.of(byText, byVector)) {
            assertThat(answer.at("/searchMemories/exact")).isEqualTo("true");
            assertThat(answer.each("/searchMemories/hits", "/memory/id")).containsExactly(id);
            assertThat(Double.parseDouble(answer.at("/searchMemories/hits/0/score")))
                    .isBetween(0.0, 1.0);
            assertThat(Double.parseDouble(answer.at("/searchMemories/hits/0/distance")))
                    .isBetween(0.0, 2.0);
        }
        assertThat(byText.at("/searchMemories/mode")).isEqualTo("HYBRID");
        assertThat(Double.parseDouble(byText.at("/searchMemories/hits/0/textRank")))
                .isBetween(0.0, 1.0);
        assertThat(byVector.at("/searchMemories/mode")).isEqualTo("SEMANTIC");
        assertThat(byVector.at("/searchMemories/hits/0/textRank")).isEqualTo("null");
    }

    @Test
    void answersSimilarTrips() {
        UUID surf = ada.createTrip(
                Map.of("title", "Ericeira", "description", "Seven days of waves, and fish every evening"));
        UUID opera = ada.createTrip(Map.of("title", "Vienna", "description", "Opera and coffee houses"));

        Wire.Answer byText = send("SimilarTrips", """
                { "like": { "text": "a week of surfing and seafood" }, "first": 10 }""");
        Wire.Answer byTrip = send("SimilarTrips", "{ \"like\": { \"tripId\": \"%s\" } }".formatted(surf));
        Wire.Answer byVector = send("SimilarTrips", "{ \"like\": { \"vector\": %s } }".formatted(VECTOR));

        assertThat(byText.each("/similarTrips", "/trip/id")).containsExactly(surf.toString(), opera.toString());
        assertThat(byText.at("/similarTrips/0/trip/title")).isEqualTo("Ericeira");
        assertThat(byTrip.each("/similarTrips", "/trip/id")).containsExactly(opera.toString());
        assertThat(byVector.each("/similarTrips", "/trip/id"))
                .containsExactlyInAnyOrder(surf.toString(), opera.toString());
        for (Wire.Answer answer : List.of(byText, byTrip, byVector)) {
            assertThat(answer.each("/similarTrips", "/score").stream().map(Double::valueOf))
                    .allSatisfy(score -> assertThat(score).isBetween(0.0, 1.0));
        }
    }

    @Test
    void deliversTripEvents() {
        UUID seattle = createSeattle();
        Listener all = listen("TripEvents", Map.of());
        Listener one = listen("TripEvents", Map.of("tripId", seattle));
        JsonNode begun = all.event();
        assertThat(begun.path("kind").stringValue()).isEqualTo("SUBSCRIBED");
        assertThat(begun.path("tripId").isNull()).isTrue();
        assertThat(begun.path("entityId").isNull()).isTrue();
        assertThat(begun.path("trip").isNull()).isTrue();
        one.event();

        send("UpdateTrip", "{ \"input\": { \"id\": \"%s\", \"status\": \"BOOKED\" } }".formatted(seattle));

        for (Listener listener : List.of(all, one)) {
            JsonNode event = listener.event();
            assertThat(event.path("kind").stringValue()).isEqualTo("TRIP_UPDATED");
            assertThat(event.path("tripId").stringValue()).isEqualTo(seattle.toString());
            assertThat(event.at("/changedFields/0").stringValue()).isEqualTo("status");
            assertThat(event.at("/trip/status").stringValue()).isEqualTo("BOOKED");
            assertThat(event.at("/trip/flights")).hasSize(1);
            listener.cancel();
        }
        Listener again =
                listen("TripEvents", Map.of("after", begun.path("cursor").stringValue()));
        assertThat(again.kinds(2)).containsExactly("SUBSCRIBED", "TRIP_UPDATED");
        again.cancel();
    }

    @Test
    void answersTripEventLog() {
        UUID seattle = createSeattle();

        Wire.Answer page = send("TripEventLog", "{ \"tripId\": \"%s\", \"first\": 2 }".formatted(seattle));
        Wire.Answer rest = send(
                "TripEventLog", "{ \"first\": 2, \"after\": \"%s\" }".formatted(page.at("/tripEventLog/endCursor")));

        assertThat(page.each("/tripEventLog/events", "/kind")).containsExactly("TRIP_CREATED", "FLIGHT_ADDED");
        assertThat(page.each("/tripEventLog/events", "/tripId")).containsOnly(seattle.toString());
        assertThat(page.at("/tripEventLog/hasMore")).isEqualTo("true");
        assertThat(rest.each("/tripEventLog/events", "/kind")).containsExactly("ACCOMMODATION_ADDED");
        assertThat(rest.at("/tripEventLog/hasMore")).isEqualTo("false");
    }

    @Test
    void deliversChatMessages() {
        String session = send("StartChatSession", "{ \"input\": { \"title\": \"Seattle\" } }")
                .at("/startChatSession/chatSession/id");
        Listener listener = listen("ChatMessages", Map.of("sessionId", session));
        assertThat(listener.message()
                        .body()
                        .at("/data/chatMessageAdded/message")
                        .isNull())
                .isTrue();

        send(
                "PostChatMessage",
                "{ \"input\": { \"sessionId\": \"%s\", \"role\": \"USER\", \"content\": \"Hi\" } }".formatted(session));

        JsonNode message = listener.message().body().at("/data/chatMessageAdded/message");
        assertThat(message.path("role").stringValue()).isEqualTo("USER");
        assertThat(message.path("content").stringValue()).isEqualTo("Hi");
        listener.cancel();
    }

    private Listener listen(String operation, Map<String, ?> variables) {
        return Listener.to(live, callers, ada.token(), requireNonNull(OPERATIONS.get(operation), operation), variables);
    }

    private Wire.Answer addAisle() {
        return send("AddMemory", """
                { "input": { "kind": "PREFERENCE", "text": "I prefer aisle seats", "metadata": { "category": "flight" } } }""");
    }

    private String node(String id) {
        return send("Node", "{ \"id\": \"%s\" }".formatted(id)).at("/node");
    }

    private UUID createSeattle() {
        return UUID.fromString(send("CreateTrip", SEATTLE).at("/createTrip/trip/id"));
    }

    private Wire.Answer send(String operation, String variables) {
        return Wire.of(port, ada).send(requireNonNull(OPERATIONS.get(operation), operation), variables);
    }

    /** Each operation of the files. */
    private static Map<String, String> operations() {
        Map<String, String> operations = new LinkedHashMap<>();
        for (String file : List.of("web", "search", "live")) {
            try (InputStream in = ContractTests.class.getResourceAsStream("/contract/" + file + ".graphql")) {
                String text = new String(requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
                for (Matcher found = OPERATION.matcher(text); found.find(); ) {
                    operations.put(found.group(1), found.group());
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return operations;
    }
}
