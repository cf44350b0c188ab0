package com.tripsage.gateway;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.live.Listener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What one document makes is listed, and told live, in the order in which it says so. */
class OrderTests extends OneTraveller {

    @Test
    void messagesAreListedAndToldAsTheyWerePosted() {
        String session = wire.send("mutation { startChatSession(input: {}) { chatSession { id } } }")
                .at("/startChatSession/chatSession/id");
        Listener listener = listen(
                ada,
                "subscription ($id: ID!) { chatMessageAdded(sessionId: $id) { message { content } } }",
                Map.of("id", session));
        listener.message();

        List<String> posted = new ArrayList<>();
        for (int document = 0; document < 3; document++) {
            String prefix = "document " + document + ", ";
            wire.send(document(
                            12,
                            n ->
                                    "postChatMessage(input: { sessionId: \"%s\", role: %s, content: \"%s\" }) { message { id } }"
                                            .formatted(session, n % 2 == 0 ? "USER" : "ASSISTANT", prefix + n)))
                    .at("/m0/message/id");
            numbers(12).forEach(n -> posted.add(prefix + n));
        }

        List<String> listed = new ArrayList<>();
        @Nullable String after = null;
        do {
            Map<String, @Nullable Object> variables = new HashMap<>(Map.of("id", session));
            variables.put("after", after);
            Wire.Answer page = wire.send(
                    "query ($id: ID!, $after: String) { chatSession(id: $id) { messages(first: 5, after: $after) {"
                            + " edges { node { content } } pageInfo { endCursor hasNextPage } } } }",
                    variables);
            listed.addAll(page.each("/chatSession/messages/edges", "/node/content"));
            after = page.at("/chatSession/messages/pageInfo/hasNextPage").equals("true")
                    ? page.at("/chatSession/messages/pageInfo/endCursor")
                    : null;
        } while (after != null);
        List<String> told = posted.stream()
                .map(message -> listener.message()
                        .body()
                        .at("/data/chatMessageAdded/message/content")
                        .stringValue())
                .toList();
        listener.cancel();

        assertThat(listed).isEqualTo(posted);
        assertThat(told).isEqualTo(posted);
    }

    @Test
    void tripsSessionsAndMemoriesAreListedAsTheyWereMade() {
        wire.send(document(20, "createTrip(input: { title: \"%d\" }) { trip { id } }"::formatted))
                .at("/m0/trip/id");
        wire.send(document(20, "startChatSession(input: { title: \"%d\" }) { chatSession { id } }"::formatted))
                .at("/m0/chatSession/id");
        wire.send(document(20, "addMemory(input: { kind: INSIGHT, text: \"%d\" }) { memory { id } }"::formatted))
                .at("/m0/memory/id");

        for (String order : List.of("CREATED_AT_ASC", "START_DATE_ASC")) {
            assertThat(trips(order)).isEqualTo(numbers(20));
        }
        for (String order : List.of("CREATED_AT_DESC", "START_DATE_DESC")) {
            assertThat(trips(order)).isEqualTo(backward(20));
        }
        assertThat(wire.send("{ chatSessions { edges { node { title } } } }")
                        .each("/chatSessions/edges", "/node/title"))
                .isEqualTo(backward(20));
        assertThat(wire.send("{ memories { edges { node { text } } } }").each("/memories/edges", "/node/text"))
                .isEqualTo(backward(20));
    }

    @Test
    void flightsWithoutTimesAndStaysWithoutOrWithEqualDatesAreAsEntered() {
        List<Map<String, ?>> flights = new ArrayList<>();
        List<Map<String, ?>> stays = new ArrayList<>();
        for (int n = 0; n < 200; n++) {
            flights.add(Map.of("flightNumber", "" + n));
            stays.add(
                    n < 100
                            ? Map.of("name", "" + n, "checkInDate", "2026-05-01", "checkOutDate", "2026-05-02")
                            : Map.of("name", "" + n));
        }
        String plan = "id flights { flightNumber } accommodations { name }";
        Wire.Answer created = wire.send(
                "mutation ($input: CreateTripInput!) { createTrip(input: $input) { trip { " + plan + " } } }",
                Map.of("input", Map.of("title", "Oslo", "flights", flights, "accommodations", stays)));

        assertThat(created.each("/createTrip/trip/flights", "/flightNumber")).isEqualTo(numbers(200));
        assertThat(created.each("/createTrip/trip/accommodations", "/name")).isEqualTo(numbers(200));
    }

    @Test
    void flightsAndStaysThatAreAddedOneByOneAreAsEntered() {
        String trip = ada.createTrip("Oslo").toString();
        String time = "departureTime: \"2026-05-01T12:00:00Z\"";
        wire.send(document(
                        20,
                        n ->
                                "addFlight(input: { tripId: \"%s\", flight: { flightNumber: \"%d\" %s } }) { flight { id } }"
                                        .formatted(trip, n, n < 10 ? time : "")))
                .at("/m0/flight/id");
        wire.send(document(
                        20,
                        n -> "addAccommodation(input: { tripId: \"%s\", accommodation: { name: \"%d\" } })"
                                        .formatted(trip, n)
                                + " { accommodation { id } }"))
                .at("/m0/accommodation/id");

        Wire.Answer plan =
                wire.send("{ trip(id: \"" + trip + "\") { flights { flightNumber } accommodations { name } } }");
        assertThat(plan.each("/trip/flights", "/flightNumber")).isEqualTo(numbers(20));
        assertThat(plan.each("/trip/accommodations", "/name")).isEqualTo(numbers(20));
    }

    @Test
    void membersAreListedAsTheTripWasSharedWithThem() {
        String trip = ada.createTrip("Oslo").toString();
        List<Traveller> friends =
                IntStream.range(0, 8).mapToObj(n -> Traveller.known(port)).toList();
        wire.send(document(
                        8, n -> "shareTrip(input: { tripId: \"%s\", userEmail: \"%s\", role: VIEWER }) { trip { id } }"
                                .formatted(trip, friends.get(n).email())))
                .at("/m0/trip/id");

        assertThat(wire.send("{ trip(id: \"" + trip + "\") { members { user { email } } } }")
                        .each("/trip/members", "/user/email"))
                .isEqualTo(friends.stream().map(Traveller::email).toList());
    }

    @Test
    void memoriesOfOneListAreAsEntered() {
        List<Map<String, String>> inputs = new ArrayList<>();
        for (int n = 0; n < 500; n++) {
            inputs.add(Map.of("kind", "INSIGHT", "text", "Room " + n, "sessionId", "" + ada.id()));
        }
        Wire.Answer added = wire.send(
                "mutation ($inputs: [AddMemoryInput!]!) { addMemories(inputs: $inputs) { memories { id text } outcomes } }",
                Map.of("inputs", inputs));
        List<String> created = new ArrayList<>();
        List<String> outcomes = added.each("/addMemories/outcomes", "");
        List<String> texts = added.each("/addMemories/memories", "/text");
        for (int n = 0; n < 500; n++) {
            if (outcomes.get(n).equals("CREATED")) {
                created.add(texts.get(n));
            }
        }
        Collections.reverse(created);

        List<String> listed = wire.send("{ memories(first: 100) { edges { node { text } } } }")
                .each("/memories/edges", "/node/text");
        assertThat(listed).isNotEmpty().isEqualTo(created.subList(0, Math.min(100, created.size())));
    }

    private List<String> trips(String order) {
        return wire.send("{ trips(orderBy: " + order + ") { edges { node { title } } } }")
                .each("/trips/edges", "/node/title");
    }

    /** A document with so many mutations. */
    private static String document(int count, IntFunction<String> mutation) {
        return IntStream.range(0, count)
                .mapToObj(n -> "m" + n + ": " + mutation.apply(n))
                .collect(joining(" ", "mutation { ", " }"));
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }

    private static List<String> backward(int count) {
        List<String> numbers = new ArrayList<>(numbers(count));
        Collections.reverse(numbers);
        return numbers;
    }
}
