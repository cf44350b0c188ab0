package com.tripsage.gateway.itinerary;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The days of trips, and what does not fit together in them. */
class ItineraryTests extends RunningGateway {

    private static final String ITINERARY = """
            query ($id: ID!) {
              trip(id: $id) {
                itinerary {
                  days { date entries { moment time { localDateTime date } item { ...part } } }
                  undated { ...part }
                  findings { kind firstDay lastDay items { ...part } }
                }
              }
            }
            fragment part on ItineraryItem {
              id status
              ... on Flight { flightNumber }
              ... on Booking { name }
              ... on Accommodation { stay: name }
            }""";

    private Traveller ada;

    @BeforeEach
    void arrive() {
        ada = Traveller.known(port);
    }

    @Test
    void hasEveryPartOnTheDaysOfItsBeginningAndItsEnd() {
        Wire.Answer trip = itinerary(
                Map.of("startDate", "2027-05-01", "endDate", "2027-05-04"),
                List.of(flight("TP 1", "LIS", "2027-05-01T08:00", "OPO", "2027-05-01T09:00")),
                List.of(stay("Casa", "2027-05-01", "2027-05-03"), stay("Pensão", "2027-05-03", "2027-05-04")),
                List.of(
                        booking("RESTAURANT", "Table", "2027-05-01T20:00", null),
                        booking("TRAIN", "Night train", "2027-05-04T22:00", "2027-05-05T07:00"),
                        Map.of("kind", "EVENT", "name", "Some day")));

        assertThat(days(trip))
                .containsExactly(
                        "2027-05-01 BEGINS TP 1, BEGINS Table, BEGINS Casa",
                        "2027-05-03 ENDS Casa, BEGINS Pensão",
                        "2027-05-04 ENDS Pensão, BEGINS Night train",
                        "2027-05-05 ENDS Night train");
        assertThat(trip.each("/trip/itinerary/undated", "/name")).containsExactly("Some day");
        assertThat(findings(trip)).isEmpty();
    }

    @Test
    void goesByTheLocalTimeOfEachPlace() {
        Wire.Answer trip = itinerary(
                Map.of(),
                List.of(
                        flight("NH 106", "HND", "2027-05-05T22:55", "LAX", "2027-05-05T16:50"),
                        flight("NZ 10", "AKL", "2027-05-07T21:55", "HNL", "2027-05-07T07:00")),
                List.of(),
                List.of(booking("EVENT", "Museum", "2027-05-05T18:00", null)));

        assertThat(days(trip)).containsExactly("2027-05-05 BEGINS Museum, BEGINS NH 106", "2027-05-07 BEGINS NZ 10");
    }

    @Test
    void namesTwoJourneysAtOnce() {
        Wire.Answer trip = itinerary(
                Map.of(),
                List.of(
                        flight("TP 1", "LIS", "2027-05-01T08:00", "JFK", "2027-05-01T11:00"),
                        flight("BA 2", "LHR", "2027-05-01T12:00", "CDG", "2027-05-01T14:00"),
                        flight("BA 2", "LHR", "2027-05-01T12:00", "CDG", "2027-05-01T14:00")),
                List.of(),
                List.of(
                        booking("CAR", "Car", "2027-05-01T06:00", "2027-05-09T06:00"),
                        booking("RESTAURANT", "Table", "2027-05-01T13:00", null)));

        assertThat(findings(trip))
                .containsExactly(
                        "OVERLAP 2027-05-01 2027-05-01 TP 1, BA 2",
                        "OVERLAP 2027-05-01 2027-05-01 TP 1, BA 2",
                        "OVERLAP 2027-05-01 2027-05-01 TP 1, Table",
                        "NIGHT_WITHOUT_BED 2027-05-01 2027-05-08 ");
    }

    @Test
    void knowsTravellersWhoSplitUp() {
        Map<String, Object> adas = flight("TP 1", "LIS", "2027-05-01T08:00", "JFK", "2027-05-01T11:00");
        Map<String, Object> bobs = flight("BA 2", "LHR", "2027-05-01T12:00", "CDG", "2027-05-01T14:00");
        Map<String, Object> both = flight("BA 3", "LHR", "2027-05-01T15:30", "AMS", "2027-05-01T17:00");

        Wire.Answer trip = itinerary(
                Map.of(),
                List.of(
                        with(adas, "travellers", List.of(Map.of("name", "Ada"))),
                        with(bobs, "travellers", List.of(Map.of("name", "Bob"))),
                        with(both, "travellers", List.of(Map.of("name", "ada "), Map.of("name", "Bob")))),
                List.of(),
                List.of(with(
                        booking("TRAIN", "Train", "2027-05-01T12:30", "2027-05-01T14:30"),
                        "travellers",
                        List.of(Map.of("name", "Bob")))));

        assertThat(findings(trip))
                .containsExactly(
                        "OVERLAP 2027-05-01 2027-05-01 BA 2, Train", "OVERLAP 2027-05-01 2027-05-01 TP 1, BA 3");
    }

    @Test
    void namesAnArrivalAfterTheNextDeparture() {
        Map<String, Object> late = new HashMap<>(flight("TP 1", "LIS", "2027-05-01T08:00", "JFK", "2027-05-01T11:00"));
        Map<String, Object> missed = flight("DL 2", "jfk", "2027-05-01T10:30", "SFO", "2027-05-01T14:00");
        Map<String, Object> bus = booking("BUS", "Bus", "2027-05-03T09:00", "2027-05-03T12:00");
        Map<String, Object> ferry = Map.of(
                "kind",
                "FERRY",
                "name",
                "Ferry",
                "status",
                "BOOKED",
                "from",
                Map.of("name", "Old Pier"),
                "start",
                Map.of("localDateTime", "2027-05-03T11:00"));
        Wire.Answer trip = itinerary(
                Map.of(),
                List.of(late, missed),
                List.of(),
                List.of(with(bus, "to", Map.of("name", "old pier ")), ferry));

        assertThat(findings(trip))
                .containsExactly(
                        "LATE_ARRIVAL 2027-05-01 2027-05-01 TP 1, DL 2",
                        "NIGHT_WITHOUT_BED 2027-05-01 2027-05-02 ",
                        "LATE_ARRIVAL 2027-05-03 2027-05-03 Bus, Ferry");
    }

    @Test
    void namesNightsWithoutABed() {
        Wire.Answer trip = itinerary(
                Map.of("startDate", "2027-05-01", "endDate", "2027-05-08"),
                List.of(flight("TP 1", "LIS", "2027-05-01T23:00", "GRU", "2027-05-02T06:00")),
                List.of(
                        stay("Casa", "2027-05-03", "2027-05-05"),
                        stay("Gone", "2027-05-05", "2027-05-08", "CANCELLED")),
                List.of(Map.of(
                        "kind",
                        "TRAIN",
                        "name",
                        "Sleeper",
                        "status",
                        "HELD",
                        "start",
                        Map.of("date", "2027-05-05"),
                        "end",
                        Map.of("date", "2027-05-06"))));

        assertThat(findings(trip))
                .containsExactly(
                        "NIGHT_WITHOUT_BED 2027-05-02 2027-05-02 ", "NIGHT_WITHOUT_BED 2027-05-06 2027-05-07 ");
    }

    @Test
    void namesNightsWithTwoBeds() {
        Wire.Answer trip = itinerary(
                Map.of("startDate", "2027-05-01", "endDate", "2027-05-05"),
                List.of(),
                List.of(
                        stay("Casa", "2027-05-01", "2027-05-05"),
                        stay("casa ", "2027-05-01", "2027-05-05"),
                        stay("Pensão", "2027-05-03", "2027-05-05")),
                List.of());

        assertThat(findings(trip)).containsExactly("NIGHT_WITH_TWO_BEDS 2027-05-03 2027-05-04 Casa, Pensão");
    }

    /** The night of the 4th is lived twice: once in Auckland, and once more in Honolulu. */
    @Test
    void knowsTheDateLine() {
        Wire.Answer trip = itinerary(
                Map.of("startDate", "2027-05-02", "endDate", "2027-05-06"),
                List.of(flight("NZ 10", "AKL", "2027-05-05T10:00", "HNL", "2027-05-04T21:00")),
                List.of(stay("Auckland", "2027-05-02", "2027-05-05"), stay("Honolulu", "2027-05-04", "2027-05-06")),
                List.of());

        assertThat(findings(trip)).isEmpty();
        assertThat(days(trip))
                .containsExactly(
                        "2027-05-02 BEGINS Auckland",
                        "2027-05-04 ENDS NZ 10, BEGINS Honolulu",
                        "2027-05-05 ENDS Auckland, BEGINS NZ 10",
                        "2027-05-06 ENDS Honolulu");
    }

    @Test
    void findsNothingInOffersAndWhatIsCancelled() {
        Wire.Answer trip = itinerary(
                Map.of("startDate", "2027-05-01", "endDate", "2027-05-05"),
                List.of(
                        with(
                                flight("TP 1", "LIS", "2027-05-01T08:00", "JFK", "2027-05-01T11:00"),
                                "status",
                                "SEARCHED"),
                        with(
                                flight("BA 2", "LHR", "2027-05-01T12:00", "CDG", "2027-05-01T14:00"),
                                "status",
                                "CANCELLED")),
                List.of(),
                List.of());

        assertThat(findings(trip)).isEmpty();
        assertThat(days(trip)).containsExactly("2027-05-01 BEGINS TP 1, BEGINS BA 2");
    }

    /** A part is named once as the later one, so that findings don't grow with the square of the parts. */
    @Test
    void copesWithATripOfTwoHundredFlights() {
        List<Map<String, Object>> flights = IntStream.range(0, 200)
                .mapToObj(i -> flight("TP " + i, "LIS", "2027-05-01T08:00", "JFK", "2027-05-01T11:00"))
                .toList();

        Wire.Answer trip = itinerary(Map.of(), flights, List.of(), List.of());

        assertThat(findings(trip)).hasSize(199);
        assertThat(trip.json().at("/data/trip/itinerary/days/0/entries").size()).isEqualTo(200);
    }

    @Test
    void takesAStatementForEachTableHoweverManyTrips() {
        createTrips(1);
        double ofOne = statementsOfItineraries(1);
        createTrips(19);
        double ofTwenty = statementsOfItineraries(20);

        // trips; flights; bookings; stays
        assertThat(ofOne).isEqualTo(4);
        assertThat(ofTwenty).isEqualTo(4);
    }

    private void createTrips(int count) {
        for (int i = 0; i < count; i++) {
            ada.createTrip(Map.of(
                    "title", "Trip",
                    "flights", List.of(flight("TP 1", "LIS", "2027-05-01T08:00", "JFK", "2027-05-01T11:00")),
                    "accommodations", List.of(stay("Casa", "2027-05-01", "2027-05-02")),
                    "bookings", List.of(booking("BUS", "Bus", "2027-05-03T09:00", "2027-05-03T12:00"))));
        }
    }

    private double statementsOfItineraries(int trips) {
        double before = statements("read");
        Wire.Answer answer = Wire.of(port, ada).send("""
                {
                  trips(first: 20) { nodes { itinerary { days { entries { item { id } } } findings { kind } } } }
                }""");
        double taken = statements("read") - before;
        assertThat(answer.each("/trips/nodes", "/itinerary/days/0/entries/0/item/id"))
                .hasSize(trips);
        return taken;
    }

    private Wire.Answer itinerary(
            Map<String, Object> trip,
            List<Map<String, Object>> flights,
            List<Map<String, Object>> stays,
            List<Map<String, Object>> bookings) {
        Map<String, Object> input = new HashMap<>(trip);
        input.put("title", "Trip");
        input.put("flights", flights);
        input.put("accommodations", stays);
        input.put("bookings", bookings);
        return Wire.of(port, ada).send(ITINERARY, Map.of("id", ada.createTrip(input)));
    }

    private static Map<String, Object> flight(String number, String from, String start, String to, String end) {
        return Map.of(
                "flightNumber",
                number,
                "departureAirport",
                from,
                "arrivalAirport",
                to,
                "status",
                "BOOKED",
                "departure",
                Map.of("localDateTime", start),
                "arrival",
                Map.of("localDateTime", end));
    }

    private static Map<String, Object> stay(String name, String first, String last) {
        return stay(name, first, last, "BOOKED");
    }

    private static Map<String, Object> stay(String name, String first, String last, String status) {
        return Map.of("name", name, "checkInDate", first, "checkOutDate", last, "status", status);
    }

    private static Map<String, Object> booking(String kind, String name, String start, @Nullable String end) {
        Map<String, Object> booking = new HashMap<>(Map.of("kind", kind, "name", name, "status", "BOOKED"));
        booking.put("start", Map.of("localDateTime", start, "timeZone", "Europe/Lisbon"));
        if (end != null) {
            booking.put("end", Map.of("localDateTime", end, "timeZone", "Europe/Lisbon"));
        }
        return booking;
    }

    private static Map<String, Object> with(Map<String, Object> part, String field, Object value) {
        Map<String, Object> changed = new HashMap<>(part);
        changed.put(field, value);
        return changed;
    }

    private static List<String> days(Wire.Answer trip) {
        List<String> days = new ArrayList<>();
        trip.json().at("/data/trip/itinerary/days").forEach(day -> {
            List<String> entries = new ArrayList<>();
            day.path("entries")
                    .forEach(entry -> entries.add(entry.path("moment").stringValue() + " " + name(entry.path("item"))));
            days.add(day.path("date").stringValue() + " " + String.join(", ", entries));
        });
        return days;
    }

    private static List<String> findings(Wire.Answer trip) {
        trip.at("/trip/itinerary");
        List<String> findings = new ArrayList<>();
        trip.json().at("/data/trip/itinerary/findings").forEach(finding -> {
            List<String> items = new ArrayList<>();
            finding.path("items").forEach(item -> items.add(name(item)));
            findings.add("%s %s %s %s"
                    .formatted(
                            finding.path("kind").stringValue(),
                                    finding.path("firstDay").stringValue(),
                            finding.path("lastDay").stringValue(), String.join(", ", items)));
        });
        return findings;
    }

    private static String name(JsonNode item) {
        for (String field : List.of("flightNumber", "name", "stay")) {
            if (item.path(field).isString()) {
                return item.path(field).stringValue();
            }
        }
        throw new AssertionError(item);
    }
}
