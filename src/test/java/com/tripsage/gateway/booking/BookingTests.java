package com.tripsage.gateway.booking;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Party;
import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BookingTests extends RunningGateway {

    private static final String BOOKING = """
            id kind name carrier number from { name code coordinates { latitude longitude } } to { name code }
            start { instant localDateTime date timeZone } end { instant localDateTime date timeZone }
            seat price { amount currency } bookingReference status rawData version""";

    private static final String ADD = "mutation ($input: AddBookingInput!) { addBooking(input: $input) { booking { "
            + BOOKING + " trip { id } } } }";

    private static final String UPDATE =
            "mutation ($input: UpdateBookingInput!) { updateBooking(input: $input) { booking { " + BOOKING + " } } }";

    private static final String REMOVE =
            "mutation ($id: ID!) { removeBooking(id: $id) { deletedId trip { id bookings { id } } } }";

    private static final Map<String, Object> TRAIN = Map.of(
            "kind", "TRAIN",
            "carrier", "CP",
            "number", "IC 523",
            "from",
                    Map.of(
                            "name",
                            "Lisboa Oriente",
                            "code",
                            "94-31039",
                            "coordinates",
                            Map.of("latitude", 38.7678, "longitude", -9.099)),
            "to", Map.of("name", "Porto Campanhã"),
            "start", Map.of("localDateTime", "2027-05-01T09:39", "timeZone", "Europe/Lisbon"),
            "end", Map.of("localDateTime", "2027-05-01T12:47", "timeZone", "Europe/Lisbon"),
            "price", Map.of("amount", 25.5, "currency", "EUR"));

    private Party party;

    @BeforeEach
    void arrive() {
        party = Party.around(port, "Portugal");
    }

    @Test
    void isKeptAsItWasSaid() {
        Wire.Answer added = add(party.owner(), TRAIN);

        assertThat(added.at("/addBooking/booking/trip/id"))
                .isEqualTo(party.trip().toString());
        assertThat(added.at("/addBooking/booking/from"))
                .isEqualTo("{\"name\":\"Lisboa Oriente\",\"code\":\"94-31039\","
                        + "\"coordinates\":{\"latitude\":38.7678,\"longitude\":-9.099}}");
        assertThat(added.at("/addBooking/booking/to")).isEqualTo("{\"name\":\"Porto Campanhã\",\"code\":null}");
        assertThat(added.at("/addBooking/booking/start"))
                .isEqualTo("{\"instant\":\"2027-05-01T08:39:00Z\",\"localDateTime\":\"2027-05-01T09:39:00\","
                        + "\"date\":\"2027-05-01\",\"timeZone\":\"Europe/Lisbon\"}");
        assertThat(added.at("/addBooking/booking/price")).isEqualTo("{\"amount\":25.50,\"currency\":\"EUR\"}");
        assertThat(added.at("/addBooking/booking/status")).isEqualTo("SEARCHED");
        assertThat(added.at("/addBooking/booking/rawData")).isEqualTo("{}");
    }

    @Test
    void belongsToThoseWhoMayChangeTheTrip() {
        String id = add(party.editor(), TRAIN).at("/addBooking/booking/id");
        add(party.viewer(), TRAIN).isRefused("FORBIDDEN");
        add(party.stranger(), TRAIN).isRefused("NOT_FOUND");

        assertThat(update(party.editor(), id, "status", "BOOKED").at("/updateBooking/booking/version"))
                .isEqualTo("2");
        update(party.viewer(), id, "status", "HELD").isRefused("FORBIDDEN");
        update(party.stranger(), id, "status", "HELD").isRefused("NOT_FOUND");
        send(party.viewer(), REMOVE, Map.of("id", id)).isRefused("FORBIDDEN");
        send(party.stranger(), REMOVE, Map.of("id", id)).isRefused("NOT_FOUND");

        assertThat(send(party.owner(), REMOVE, Map.of("id", id)).at("/removeBooking"))
                .isEqualTo(
                        "{\"deletedId\":\"%s\",\"trip\":{\"id\":\"%s\",\"bookings\":[]}}".formatted(id, party.trip()));
    }

    @Test
    void keepsWhatIsAbsentAndClearsWhatIsNull() {
        String id = add(party.owner(), TRAIN).at("/addBooking/booking/id");

        Wire.Answer moved = update(party.owner(), id, "from", Map.of("code", "94-30007"));
        Wire.Answer cleared = update(party.owner(), id, "from", null);
        Wire.Answer untimed = update(party.owner(), id, "end", null);

        assertThat(moved.at("/updateBooking/booking/from"))
                .isEqualTo("{\"name\":null,\"code\":\"94-30007\",\"coordinates\":null}");
        assertThat(cleared.at("/updateBooking/booking/from")).isEqualTo("null");
        assertThat(cleared.at("/updateBooking/booking/to/name")).isEqualTo("Porto Campanhã");
        assertThat(cleared.at("/updateBooking/booking/start/instant")).isEqualTo("2027-05-01T08:39:00Z");
        assertThat(untimed.at("/updateBooking/booking/end")).isEqualTo("null");
        update(party.owner(), id, "kind", null).blames("input.kind");
    }

    @Test
    void refusesWhatCantBe() {
        add(party.owner(), Map.of("kind", "BUS", "from", Map.of("coordinates", Map.of("latitude", 91, "longitude", 0))))
                .blames("input.booking.from.coordinates.latitude");
        add(party.owner(), Map.of("kind", "BUS", "seat", "x".repeat(51))).blames("input.booking.seat");
        String id = add(party.owner(), TRAIN).at("/addBooking/booking/id");
        update(party.owner(), id, "end", Map.of("instant", "2027-05-01T08:38:59Z"))
                .blames("input.end");
        send(party.owner(), UPDATE, Map.of("input", Map.of("id", id, "expectedVersion", 7, "status", "HELD")))
                .isRefused("CONFLICT");
    }

    /** The costs are summed from the rows where the trip was made in the same operation, and by the database elsewhere. */
    @Test
    void isMadeWithItsTripAndCounted() {
        String spent =
                "bookings { kind price { currency } } spent { amount currency } spentByCurrency { amount currency }";
        Wire.Answer made = send(
                party.owner(),
                "mutation ($input: CreateTripInput!) { createTrip(input: $input) { trip { id " + spent + " } } }",
                Map.of(
                        "input",
                        Map.of(
                                "title",
                                "Douro",
                                "budget",
                                Map.of("amount", 300, "currency", "EUR"),
                                "bookings",
                                List.of(
                                        Map.of("kind", "CAR", "price", Map.of("amount", 120), "status", "BOOKED"),
                                        Map.of("kind", "EVENT", "price", Map.of("amount", 30)),
                                        Map.of(
                                                "kind",
                                                "BUS",
                                                "price",
                                                Map.of("amount", 20),
                                                "refund",
                                                Map.of("amount", 15.5),
                                                "status",
                                                "CANCELLED"),
                                        Map.of(
                                                "kind", "FERRY",
                                                "price", Map.of("amount", 1000, "currency", "JPY"),
                                                "status", "BOOKED")))));
        Wire.Answer read = send(
                party.owner(),
                "query ($id: ID!) { trip(id: $id) { id " + spent + " } }",
                Map.of("id", made.at("/createTrip/trip/id")));

        assertThat(made.each("/createTrip/trip/bookings", "/kind")).containsExactly("CAR", "EVENT", "BUS", "FERRY");
        assertThat(made.at("/createTrip/trip/spent")).isEqualTo("{\"amount\":124.50,\"currency\":\"EUR\"}");
        assertThat(made.at("/createTrip/trip/spentByCurrency"))
                .isEqualTo("[{\"amount\":124.50,\"currency\":\"EUR\"},{\"amount\":1000.00,\"currency\":\"JPY\"}]");
        assertThat(read.at("/trip")).isEqualTo(made.at("/createTrip/trip"));
    }

    @Test
    void isListedInOrderAndFoundByItsId() {
        String late = add(party.owner(), Map.of("kind", "BUS", "start", Map.of("instant", "2027-05-03T10:00:00Z")))
                .at("/addBooking/booking/id");
        String undated = add(party.owner(), Map.of("kind", "OTHER")).at("/addBooking/booking/id");
        String early = add(party.owner(), TRAIN).at("/addBooking/booking/id");

        assertThat(send(
                                party.viewer(),
                                "query ($id: ID!) { trip(id: $id) { bookings { id } } }",
                                Map.of("id", party.trip()))
                        .each("/trip/bookings", "/id"))
                .containsExactly(early, late, undated);
        String node = "query ($id: ID!) { node(id: $id) { __typename ... on Booking { number } } }";
        assertThat(send(party.viewer(), node, Map.of("id", early)).at("/node"))
                .isEqualTo("{\"__typename\":\"Booking\",\"number\":\"IC 523\"}");
        assertThat(send(party.stranger(), node, Map.of("id", early)).at("/node"))
                .isEqualTo("null");
    }

    private Wire.Answer add(Traveller traveller, Map<String, ?> booking) {
        return send(traveller, ADD, Map.of("input", Map.of("tripId", party.trip(), "booking", booking)));
    }

    private Wire.Answer update(Traveller traveller, String id, String field, @Nullable Object value) {
        Map<String, @Nullable Object> input = new HashMap<>();
        input.put("id", UUID.fromString(id));
        input.put(field, value);
        return send(traveller, UPDATE, Map.of("input", input));
    }

    private Wire.Answer send(Traveller traveller, String document, Map<String, ?> variables) {
        return Wire.of(port, traveller).send(document, variables);
    }
}
