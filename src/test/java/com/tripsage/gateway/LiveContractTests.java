package com.tripsage.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.live.Listener;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What subscribers send. */
class LiveContractTests extends ContractTest {

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
        return listen(ada, requireNonNull(OPERATIONS.get(operation), operation), variables);
    }
}
