package com.tripsage.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.live.Listener;
import com.tripsage.gateway.live.ListeningGateway;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TripEventTests extends ListeningGateway {

    private static final String LOG = """
            query ($tripId: ID, $first: Int!, $after: String) {
              tripEventLog(tripId: $tripId, first: $first, after: $after) {
                events { cursor kind tripId entityId actorId changedFields trip { id } }
                endCursor
                hasMore
              }
            }
            """;

    private Traveller ada;
    private Traveller bob;

    @BeforeEach
    void meet() {
        ada = Traveller.known(port);
        bob = Traveller.known(port);
    }

    @Test
    void beginsWhereItSaysAndTellsWhatFollows() {
        ada.createTrip("Before");
        Listener listener = listen(ada, Map.of());

        JsonNode first = listener.event();
        assertThat(first.path("kind").stringValue()).isEqualTo("SUBSCRIBED");
        assertThat(first.path("tripId").isNull()).isTrue();
        assertThat(first.path("entityId").isNull()).isTrue();
        assertThat(first.path("trip").isNull()).isTrue();

        UUID trip = ada.createTrip("Oslo");
        JsonNode created = listener.event();
        assertThat(created.path("kind").stringValue()).isEqualTo("TRIP_CREATED");
        assertThat(created.path("tripId").stringValue()).isEqualTo(trip.toString());
        assertThat(created.path("entityId").stringValue()).isEqualTo(trip.toString());
        assertThat(created.path("actorId").stringValue()).isEqualTo(ada.id().toString());
        assertThat(created.path("changedFields")).isEmpty();
        assertThat(created.at("/trip/title").stringValue()).isEqualTo("Oslo");
        listener.cancel();
    }

    @Test
    void tellsEveryKindWhoeverWrites() {
        UUID trip = ada.createTrip("Oslo");
        Listener listener = listen(ada, Map.of("tripId", trip));
        listener.event();

        superuser()
                .sql("update trips set budget_total = 5, budget_currency = 'EUR', start_date = now() where id = ?")
                .param(trip)
                .update();
        JsonNode updated = listener.event();
        assertThat(updated.path("kind").stringValue()).isEqualTo("TRIP_UPDATED");
        assertThat(updated.path("actorId").isNull()).isTrue();
        assertThat(texts(updated.path("changedFields"))).containsExactlyInAnyOrder("budget", "startDate");

        superuser().sql("insert into flights (trip_id) values (?)").param(trip).update();
        superuser()
                .sql("update flights set price = 3, currency = 'EUR' where trip_id = ?")
                .param(trip)
                .update();
        superuser().sql("delete from flights where trip_id = ?").param(trip).update();
        superuser()
                .sql("insert into accommodations (trip_id, name) values (?, 'Inn')")
                .param(trip)
                .update();
        superuser()
                .sql("update accommodations set name = 'Hotel' where trip_id = ?")
                .param(trip)
                .update();
        superuser()
                .sql("delete from accommodations where trip_id = ?")
                .param(trip)
                .update();
        superuser()
                .sql("insert into bookings (trip_id, kind) values (?, 'bus')")
                .param(trip)
                .update();
        superuser()
                .sql("update bookings set seat = '12' where trip_id = ?")
                .param(trip)
                .update();
        superuser().sql("delete from bookings where trip_id = ?").param(trip).update();
        ada.share(trip, bob, "VIEWER");
        ada.share(trip, bob, "EDITOR");
        assertThat(listener.kinds(11))
                .containsExactly(
                        "FLIGHT_ADDED",
                        "FLIGHT_UPDATED",
                        "FLIGHT_REMOVED",
                        "ACCOMMODATION_ADDED",
                        "ACCOMMODATION_UPDATED",
                        "ACCOMMODATION_REMOVED",
                        "BOOKING_ADDED",
                        "BOOKING_UPDATED",
                        "BOOKING_REMOVED",
                        "MEMBER_ADDED",
                        "MEMBER_UPDATED");
        superuser().sql("delete from trips where id = ?").param(trip).update();
        JsonNode deleted = listener.event();
        assertThat(deleted.path("kind").stringValue()).isEqualTo("TRIP_DELETED");
        assertThat(deleted.path("trip").isNull()).isTrue();
        assertThat(listener.message().type()).isEqualTo("complete");
    }

    @Test
    void goesOnBehindACursorWithNothingTwice() {
        Listener listener = listen(ada, Map.of());
        String begun = listener.event().path("cursor").stringValue();
        ada.createTrip("One");
        String one = listener.event().path("cursor").stringValue();
        listener.cancel();
        ada.createTrip("Two");
        ada.createTrip("Three");

        Listener again = listen(ada, Map.of("after", one));
        JsonNode subscribed = again.event();
        assertThat(subscribed.path("kind").stringValue()).isEqualTo("SUBSCRIBED");
        assertThat(subscribed.path("cursor").stringValue()).isEqualTo(one);
        assertThat(again.event().at("/trip/title").stringValue()).isEqualTo("Two");
        assertThat(again.event().at("/trip/title").stringValue()).isEqualTo("Three");
        ada.createTrip("Four");
        assertThat(again.event().at("/trip/title").stringValue()).isEqualTo("Four");
        again.hasNothing();

        Listener fromTheStart = listen(ada, Map.of("after", begun));
        fromTheStart.event();
        assertThat(titles(fromTheStart, 4)).containsExactly("One", "Two", "Three", "Four");
        again.cancel();
        fromTheStart.cancel();
    }

    @Test
    void tellsNobodyWhatTheyMayNotSee() {
        UUID trip = ada.createTrip("Oslo");
        Listener stranger = listen(bob, Map.of());
        stranger.event();
        assertThat(listen(bob, Map.of("tripId", trip)).refusal()).isEqualTo("NOT_FOUND");

        ada.share(trip, bob, "VIEWER");
        assertThat(stranger.event().path("kind").stringValue()).isEqualTo("MEMBER_ADDED");
        Listener one = listen(bob, Map.of("tripId", trip));
        String begun = one.event().path("cursor").stringValue();
        ada.execute(
                "mutation ($input: UnshareTripInput!) { unshareTrip(input: $input) { trip { id } } }",
                Map.of("input", Map.of("tripId", trip, "userId", bob.id())));
        JsonNode removed = stranger.event();
        assertThat(removed.path("kind").stringValue()).isEqualTo("MEMBER_REMOVED");
        assertThat(removed.path("entityId").stringValue()).isEqualTo(bob.id().toString());
        assertThat(removed.path("trip").isNull()).isTrue();
        JsonNode last = one.event();
        assertThat(last.path("kind").stringValue()).isEqualTo("MEMBER_REMOVED");
        assertThat(one.message().type()).isEqualTo("complete");
        String end = last.path("cursor").stringValue();
        assertThat(listen(bob, Map.of("tripId", trip, "after", end)).refusal()).isEqualTo("NOT_FOUND");
        Listener resumed = listen(bob, Map.of("tripId", trip, "after", begun));
        assertThat(resumed.kinds(2)).containsExactly("SUBSCRIBED", "MEMBER_REMOVED");
        assertThat(resumed.message().type()).isEqualTo("complete");

        superuser()
                .sql("update trips set title = 'Secret' where id = ?")
                .param(trip)
                .update();
        bob.createTrip("Mine");
        assertThat(stranger.event().at("/trip/title").stringValue()).isEqualTo("Mine");
        stranger.cancel();
    }

    @Test
    void refusesBadArguments() {
        assertThat(listen(ada, Map.of("after", "forged")).refusal()).isEqualTo("BAD_USER_INPUT");
        assertThat(listen(ada, Map.of("tripId", "Oslo")).refusal()).isEqualTo("BAD_USER_INPUT");
        assertThat(listen(ada, Map.of("tripId", UUID.randomUUID())).refusal()).isEqualTo("NOT_FOUND");
        Wire.of(port, ada).send("subscription { tripEvents { cursor } }").isRefused("BAD_USER_INPUT");
    }

    @Test
    void pagesThroughTheLog() {
        UUID trip = ada.createTrip("Oslo");
        String end = Wire.of(port, ada)
                .send(LOG, Map.of("first", 100, "tripId", trip))
                .at("/tripEventLog/endCursor");
        for (int n = 0; n < 5; n++) {
            superuser()
                    .sql("insert into flights (trip_id) values (?)")
                    .param(trip)
                    .update();
        }

        Wire.Answer page = Wire.of(port, ada).send(LOG, Map.of("first", 3, "tripId", trip, "after", end));
        assertThat(page.each("/tripEventLog/events", "/kind")).hasSize(3).containsOnly("FLIGHT_ADDED");
        assertThat(page.at("/tripEventLog/hasMore")).isEqualTo("true");
        Wire.Answer rest = Wire.of(port, ada)
                .send(LOG, Map.of("first", 3, "tripId", trip, "after", page.at("/tripEventLog/endCursor")));
        assertThat(rest.each("/tripEventLog/events", "/kind")).hasSize(2);
        assertThat(rest.at("/tripEventLog/hasMore")).isEqualTo("false");
        Wire.Answer none = Wire.of(port, ada)
                .send(LOG, Map.of("first", 3, "tripId", trip, "after", rest.at("/tripEventLog/endCursor")));
        assertThat(none.each("/tripEventLog/events", "/kind")).isEmpty();
        assertThat(Wire.of(port, bob)
                        .send(LOG, Map.of("first", 3, "tripId", trip))
                        .each("/tripEventLog/events", "/kind"))
                .isEmpty();
        Wire.of(port, ada).send(LOG, Map.of("first", 0)).blames("first");
        Wire.of(port, ada).send(LOG, Map.of("first", 101)).blames("first");
        Wire.of(port, ada).send(LOG, Map.of("first", 1, "after", "x")).blames("after");
    }

    private Listener listen(Traveller traveller, Map<String, ?> variables) {
        return listen(traveller, Listener.TRIP_EVENTS, variables);
    }

    private static List<String> titles(Listener listener, int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(n -> listener.event().at("/trip/title").stringValue())
                .toList();
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::stringValue).toList();
    }
}
