package com.tripsage.gateway.itinerary;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.TwoTravellers;
import com.tripsage.gateway.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpNextTests extends TwoTravellers {

    private static final String UP_NEXT = """
            query ($after: DateTime, $first: Int) {
              upNext(after: $after, first: $first) {
                moment
                time { instant localDateTime date }
                item { ... on Flight { name: flightNumber } ... on Accommodation { stay: name } ... on Booking { booked: name } }
              }
            }""";

    @BeforeEach
    void plan() {
        ada.createTrip(Map.of(
                "title",
                "Portugal",
                "flights",
                List.of(Map.of(
                        "flightNumber",
                        "TP 1",
                        "status",
                        "BOOKED",
                        "departureTime",
                        "2027-05-01T21:00:00Z",
                        "arrivalTime",
                        "2027-05-02T05:00:00Z")),
                "accommodations",
                List.of(Map.of(
                        "name", "Casa", "status", "HELD", "checkInDate", "2027-05-02", "checkOutDate", "2027-05-04"))));
        UUID shared = bob.createTrip(Map.of(
                "title",
                "With Bob",
                "bookings",
                List.of(
                        Map.of(
                                "kind",
                                "RESTAURANT",
                                "name",
                                "Table",
                                "status",
                                "BOOKED",
                                "start",
                                Map.of("localDateTime", "2027-05-03T20:00", "timeZone", "Europe/Lisbon")),
                        Map.of("kind", "BUS", "name", "Offer", "start", Map.of("instant", "2027-05-03T21:00:00Z")),
                        Map.of(
                                "kind",
                                "BUS",
                                "name",
                                "Cancelled",
                                "status",
                                "CANCELLED",
                                "start",
                                Map.of("instant", "2027-05-03T21:00:00Z")),
                        Map.of("kind", "EVENT", "name", "Undated", "status", "BOOKED"))));
        bob.share(shared, ada, "VIEWER");
        bob.createTrip(Map.of(
                "title",
                "Bob's own",
                "bookings",
                List.of(Map.of(
                        "kind",
                        "BUS",
                        "name",
                        "Secret",
                        "status",
                        "BOOKED",
                        "start",
                        Map.of("instant", "2027-05-03T21:00:00Z")))));
        ada.createTrip(Map.of(
                "title",
                "Won't happen",
                "status",
                "CANCELLED",
                "flights",
                List.of(Map.of("flightNumber", "XX 1", "status", "BOOKED", "departureTime", "2027-05-03T21:00:00Z"))));
    }

    @Test
    void isInTheOrderOfTheInstantsOverAllTrips() {
        assertThat(upNext("2027-04-30T00:00:00Z", 10))
                .containsExactly("BEGINS TP 1", "BEGINS Casa", "ENDS TP 1", "BEGINS Table", "ENDS Casa");
        assertThat(upNext("2027-04-30T00:00:00Z", 2)).containsExactly("BEGINS TP 1", "BEGINS Casa");
        assertThat(upNext("2027-05-02T12:00:00Z", 10)).containsExactly("BEGINS Casa", "BEGINS Table", "ENDS Casa");
        assertThat(upNext("2027-05-04T23:59:59Z", 10)).containsExactly("ENDS Casa");
        assertThat(upNext("2027-05-05T00:00:00Z", 10)).isEmpty();
    }

    @Test
    void leavesOutTripsThatEndedLongBefore() {
        ada.createTrip(Map.of(
                "title",
                "Long ago",
                "endDate",
                "2027-03-01",
                "bookings",
                List.of(Map.of(
                        "kind",
                        "CAR",
                        "name",
                        "Car",
                        "status",
                        "BOOKED",
                        "start",
                        Map.of("instant", "2027-05-03T21:00:00Z")))));

        assertThat(upNext("2027-05-02T12:00:00Z", 10)).doesNotContain("BEGINS Car");
        assertThat(upNext("2027-03-31T12:00:00Z", 10)).contains("BEGINS Car");
    }

    @Test
    void beginsNow() {
        assertThat(Wire.of(port, ada).send("{ upNext { moment } }").each("/upNext", "/moment"))
                .hasSize(5);
        Wire.of(port, ada).send("{ upNext(first: 0) { moment } }").blames("first");
    }

    @Test
    void takesAStatementAndOneForEachTable() {
        double before = statements("read");
        upNext("2027-04-30T00:00:00Z", 10);

        assertThat(statements("read") - before).isEqualTo(4);
    }

    private List<String> upNext(String after, int first) {
        List<String> entries = new ArrayList<>();
        Wire.Answer answer = Wire.of(port, ada).send(UP_NEXT, Map.of("after", after, "first", first));
        answer.at("/upNext");
        answer.json().at("/data/upNext").forEach(entry -> entry.path("item")
                .values()
                .forEach(name -> entries.add(entry.path("moment").stringValue() + " " + name.stringValue())));
        return entries;
    }
}
