package com.tripsage.gateway.trip;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.OneTraveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.live.Listener;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who flies, sleeps and sits where. */
class TravellersOfPartsTests extends OneTraveller {

    private static final String FLIGHT = """
            id version departureTerminal departureGate arrivalTerminal arrivalGate boarding { instant localDateTime timeZone }
            travellers { name seat travelClass ticketNumber room }""";

    private static final String STAY = """
            id version guests rooms telephone checkIn { localDateTime date } checkInDate travellers { name room seat }""";

    private static final String BOOKING = "id version travellers { name seat travelClass ticketNumber }";

    UUID trip;

    @BeforeEach
    void plan() {
        trip = ada.createTrip("Lisbon");
    }

    @Test
    void flyWithSeatsAndTickets() {
        Wire.Answer added = flight("""
                departureAirport: "BER", departureTerminal: "1", departureGate: "A12", arrivalTerminal: "2", arrivalGate: "B3",
                boarding: { localDateTime: "2027-05-01T05:40" },
                travellers: [{ name: "Ada Lovelace", seat: "12A", travelClass: "Economy", ticketNumber: "0472112345678" }, { seat: "12B" }]""");

        assertThat(added.at("/addFlight/flight/departureGate")).isEqualTo("A12");
        assertThat(added.at("/addFlight/flight/boarding"))
                .isEqualTo(
                        "{\"instant\":\"2027-05-01T03:40:00Z\",\"localDateTime\":\"2027-05-01T05:40:00\",\"timeZone\":\"Europe/Berlin\"}");
        assertThat(added.at("/addFlight/flight/travellers")).isEqualTo("""
                [{"name":"Ada Lovelace","seat":"12A","travelClass":"Economy","ticketNumber":"0472112345678","room":null},\
                {"name":null,"seat":"12B","travelClass":null,"ticketNumber":null,"room":null}]""");

        String id = added.at("/addFlight/flight/id");
        assertThat(update(id, "departureGate: \"A14\"").at("/updateFlight/flight/travellers/1/seat"))
                .isEqualTo("12B");
        assertThat(update(id, "travellers: null").at("/updateFlight/flight/travellers"))
                .isEqualTo("[]");
        assertThat(update(id, "travellers: []").at("/updateFlight/flight/version"))
                .isEqualTo("3");
    }

    @Test
    void sleepInRooms() {
        Wire.Answer added = wire.send("""
                mutation { addAccommodation(input: { tripId: "%s", accommodation: { name: "Casa", guests: 2, rooms: 1, telephone: "+351 21 000 0000",
                  checkIn: { localDateTime: "2027-05-01T15:00" }, travellers: [{ name: "Ada Lovelace", room: "204" }] } }) {
                  accommodation { %s } } }""".formatted(trip, STAY));

        assertThat(added.at("/addAccommodation/accommodation/telephone")).isEqualTo("+351 21 000 0000");
        assertThat(added.at("/addAccommodation/accommodation/checkIn"))
                .isEqualTo("{\"localDateTime\":\"2027-05-01T15:00:00\",\"date\":\"2027-05-01\"}");
        assertThat(added.at("/addAccommodation/accommodation/travellers"))
                .isEqualTo("[{\"name\":\"Ada Lovelace\",\"room\":\"204\",\"seat\":null}]");

        Wire.Answer moved = wire.send("""
                mutation { updateAccommodation(input: { id: "%s", checkInDate: "2027-05-02", guests: null }) { accommodation { %s } } }""".formatted(added.at("/addAccommodation/accommodation/id"), STAY));
        assertThat(moved.at("/updateAccommodation/accommodation/checkIn"))
                .isEqualTo("{\"localDateTime\":\"2027-05-02T15:00:00\",\"date\":\"2027-05-02\"}");
        assertThat(moved.at("/updateAccommodation/accommodation/guests")).isEqualTo("null");
    }

    @Test
    void sitInTrains() {
        Wire.Answer added = booking("""
                kind: TRAIN, seat: "21, 61 62", travellers: [{ name: "Ada Lovelace", seat: "61", travelClass: "Conforto" }, { seat: "62" }]""");

        assertThat(added.at("/addBooking/booking/travellers")).isEqualTo("""
                [{"name":"Ada Lovelace","seat":"61","travelClass":"Conforto","ticketNumber":null},\
                {"name":null,"seat":"62","travelClass":null,"ticketNumber":null}]""");

        String id = added.at("/addBooking/booking/id");
        Listener listener =
                begun(ada, "subscription { tripEvents(tripId: \"" + trip + "\") { cursor kind changedFields } }");
        assertThat(updateBooking(id, "travellers: [{ name: \"Anne\" }]").at("/updateBooking/booking"))
                .isEqualTo(
                        "{\"id\":\"%s\",\"version\":2,\"travellers\":[{\"name\":\"Anne\",\"seat\":null,\"travelClass\":null,\"ticketNumber\":null}]}"
                                .formatted(id));
        assertThat(listener.event().path("changedFields").toString()).isEqualTo("[\"travellers\"]");
        assertThat(updateBooking(id, "travellers: null").at("/updateBooking/booking/travellers"))
                .isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AP-471", "lovelace"})
    void ofBookingsAreFound(String text) {
        booking("kind: EVENT, travellers: [{ name: \"Ada Lovelace\", ticketNumber: \"AP-471\" }]");
        ada.createTrip("Other");

        assertThat(wire.send("{ trips(first: 5, filter: { text: \"%s\" }) { edges { node { id } } } }".formatted(text))
                        .each("/trips/edges", "/node/id"))
                .containsExactly(trip.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0472112345678", "lovelace", "ADA"})
    void areFoundByNameAndTicketNumber(String text) {
        flight("travellers: [{ name: \"Ada Lovelace\", ticketNumber: \"0472112345678\" }]");
        ada.createTrip("Other");

        assertThat(wire.send("{ trips(first: 5, filter: { text: \"%s\" }) { edges { node { id } } } }".formatted(text))
                        .each("/trips/edges", "/node/id"))
                .containsExactly(trip.toString());
    }

    @Test
    void areNamedInEvents() {
        String id = flight("airline: \"TAP\"").at("/addFlight/flight/id");
        Listener listener =
                begun(ada, "subscription { tripEvents(tripId: \"" + trip + "\") { cursor kind changedFields } }");

        update(
                id,
                "travellers: [{ name: \"Ada\" }], departureGate: \"A1\", boarding: { localDateTime: \"2027-05-01T05:40\" }");
        assertThat(listener.event().path("changedFields").toString())
                .isEqualTo("[\"travellers\",\"departureGate\",\"boarding\"]");
    }

    @Test
    void areRefusedWhereThereAreTooManyOrTooLongWords() {
        flight("travellers: [{ name: \"%s\" }]".formatted("x".repeat(201))).blames("input.flight.travellers[0].name");
        flight("travellers: [%s]".formatted("{ seat: \"1\" },".repeat(51))).blames("input.flight.travellers");
        flight("departureGate: \"%s\"".formatted("x".repeat(21))).blames("input.flight.departureGate");
        booking("kind: BUS, travellers: [{ name: \"%s\" }]".formatted("x".repeat(201)))
                .blames("input.booking.travellers[0].name");
        booking("kind: BUS, travellers: [%s]".formatted("{ seat: \"1\" },".repeat(51)))
                .blames("input.booking.travellers");
        wire.send("""
                mutation { addAccommodation(input: { tripId: "%s", accommodation: { name: "Casa", guests: 0, rooms: 10001 } }) {
                  accommodation { id } } }""".formatted(trip)).blames("input.accommodation.guests", "input.accommodation.rooms");
    }

    @Test
    void ofOtherProgramsAreReadAndNotLost() {
        String id = flight("airline: \"TAP\"").at("/addFlight/flight/id");
        superuser()
                .sql(
                        "update flights set travellers = '[{\"name\": \"Ada\", \"meal\": \"vegan\"}, {}]' where id = ?::uuid")
                .param(id)
                .update();

        assertThat(update(id, "departureGate: \"A1\"").at("/updateFlight/flight/travellers/0/name"))
                .isEqualTo("Ada");
        assertThat(superuser()
                        .sql("select travellers -> 0 ->> 'meal' from flights where id = ?::uuid")
                        .param(id)
                        .query(String.class)
                        .single())
                .isEqualTo("vegan");
    }

    private Wire.Answer booking(String fields) {
        return wire.send("mutation { addBooking(input: { tripId: \"%s\", booking: { %s } }) { booking { %s } } }"
                .formatted(trip, fields, BOOKING));
    }

    private Wire.Answer updateBooking(String id, String fields) {
        return wire.send("mutation { updateBooking(input: { id: \"%s\", %s }) { booking { %s } } }"
                .formatted(id, fields, BOOKING));
    }

    private Wire.Answer flight(String fields) {
        return wire.send("mutation { addFlight(input: { tripId: \"%s\", flight: { %s } }) { flight { %s } } }"
                .formatted(trip, fields, FLIGHT));
    }

    private Wire.Answer update(String id, String fields) {
        return wire.send(
                "mutation { updateFlight(input: { id: \"%s\", %s }) { flight { %s } } }".formatted(id, fields, FLIGHT));
    }
}
