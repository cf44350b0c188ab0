package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.parser.Parser;
import graphql.validation.Validator;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.graphql.execution.GraphQlSource;

/** What the web frontend sends. */
class ContractTests extends ContractTest {

    @Autowired
    GraphQlSource source;

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

    private String node(String id) {
        return send("Node", "{ \"id\": \"%s\" }".formatted(id)).at("/node");
    }
}
