package com.tripsage.gateway.trip;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The trips that a filter leaves. */
class TripFilterTests extends TripListTest {

    @Test
    void filtersByText() {
        ada.createTrip(Map.of(
                "title",
                "100% Lisbon",
                "description",
                "cheap_flight",
                "destinations",
                List.of(Map.of("name", "Sintra", "tags", List.of("tram \"28\"", "C:\\Belém")))));
        ada.createTrip("1000 Lisbon");
        ada.createTrip("underXscore");

        assertThat(titles("text", "lisbon")).containsExactlyInAnyOrder("100% Lisbon", "1000 Lisbon");
        assertThat(titles("text", "LISBON")).hasSize(2);
        assertThat(titles("text", "lis")).hasSize(2);
        assertThat(titles("text", "isbo")).hasSize(2);
        assertThat(titles("text", "100%")).containsExactly("100% Lisbon");
        assertThat(titles("text", "0%")).containsExactly("100% Lisbon");
        assertThat(titles("text", "%")).containsExactly("100% Lisbon");
        assertThat(titles("text", "p_f")).containsExactly("100% Lisbon");
        assertThat(titles("text", "Lisbon 1,000")).containsExactly("1000 Lisbon");
        assertThat(titles("text", "cheap flights to Lisbon")).containsExactly("100% Lisbon");
        assertThat(titles("text", "cheap flights to Porto")).isEmpty();
        assertThat(titles("text", "r_s")).isEmpty();
        assertThat(titles("text", "sintra")).containsExactly("100% Lisbon");
        assertThat(titles("text", "tram \"28\"")).containsExactly("100% Lisbon");
        assertThat(titles("text", "m \"28\"")).containsExactly("100% Lisbon");
        assertThat(titles("text", "c:\\bel")).containsExactly("100% Lisbon");
        assertThat(titles("text", "\\")).containsExactly("100% Lisbon");
        assertThat(titles("text", "elÉ")).containsExactly("100% Lisbon");
        assertThat(titles("text", "BELEM")).containsExactly("100% Lisbon");
        for (String nothing : List.of("%%", "\\\\", "?!", "' or true --", ":text ?", "&|!:*", "lisbon' & !'porto")) {
            assertThat(titles("text", nothing)).as(nothing).isEmpty();
        }
        for (String blank : List.of("", " ", "\t\n")) {
            assertThat(titles("text", blank)).hasSize(3);
        }
    }

    @Test
    void filtersByDays() {
        ada.createTrip(Map.of("title", "May", "startDate", "2027-05-01", "endDate", "2027-05-31"));
        ada.createTrip(Map.of("title", "Spring", "startDate", "2027-04-20", "endDate", "2027-06-02"));
        ada.createTrip(Map.of("title", "Start", "startDate", "2027-05-03"));
        ada.createTrip(Map.of("title", "End", "endDate", "2027-05-31"));
        ada.createTrip("Some day");

        assertThat(titles("underWayOn", "2027-05-03")).containsExactlyInAnyOrder("May", "Spring", "Start");
        assertThat(titles("underWayOn", "2027-05-31")).containsExactlyInAnyOrder("May", "Spring", "End");
        assertThat(titles("underWayOn", "2027-06-02")).containsExactly("Spring");
        assertThat(titles("underWayOn", "2027-06-03")).isEmpty();
        assertThat(titles("touchesMonth", "2027-05")).hasSize(4);
        assertThat(titles("touchesMonth", "2027-06")).containsExactly("Spring");
        assertThat(titles("touchesMonth", "2027-03")).isEmpty();
        Map<String, String> together = Map.of("touchesMonth", "2027-05", "underWayOn", "2027-04-30", "text", "spring");
        assertThat(page("filter", together, "first", 1).total()).isEqualTo(1);
        send("filter", Map.of("touchesMonth", "2027-13")).blames("filter.touchesMonth");
    }

    @Test
    void filtersByFlights() {
        ada.createTrip(
                Map.of("title", "There and back", "flights", List.of(flight("LIS", "jfk"), flight("JFK", "LIS"))));
        ada.createTrip(Map.of("title", "On", "flights", List.of(flight("JFK", "SFO"))));
        ada.createTrip(Map.of(
                "title",
                "Cancelled",
                "flights",
                List.of(Map.of("departureAirport", "LIS", "arrivalAirport", "SFO", "status", "CANCELLED"))));

        assertThat(titles("flight", Map.of("from", "lis"))).containsExactly("There and back");
        assertThat(titles("flight", Map.of("to", "SFO"))).containsExactly("On");
        assertThat(titles("flight", Map.of("from", "LIS", "to", "SFO"))).isEmpty();
        assertThat(titles("flight", Map.of("fromOrTo", "JFK"))).hasSize(2);
        assertThat(titles("flight", Map.of())).hasSize(2);
    }

    @Test
    void filtersByPlace() {
        ada.createTrip(Map.of(
                "title",
                "Lisbon",
                "accommodations",
                List.of(Map.of("name", "Casa", "coordinates", Map.of("latitude", 38.7139, "longitude", -9.1394)))));
        ada.createTrip(Map.of(
                "title",
                "Porto",
                "bookings",
                List.of(Map.of(
                        "kind",
                        "TRAIN",
                        "to",
                        Map.of("coordinates", Map.of("latitude", 41.1485, "longitude", -8.585))))));
        ada.createTrip(Map.of(
                "title",
                "Fiji",
                "accommodations",
                List.of(Map.of("name", "Bure", "coordinates", Map.of("latitude", -16.8, "longitude", 179.9)))));
        ada.createTrip("Nowhere");

        assertThat(near(38.7223, -9.1393, 2)).containsExactly("Lisbon");
        assertThat(near(38.7223, -9.1393, 0.5)).isEmpty();
        // 274 km from Lisbon to Porto
        assertThat(near(38.7139, -9.1394, 273)).containsExactly("Lisbon");
        assertThat(near(38.7139, -9.1394, 275)).containsExactlyInAnyOrder("Lisbon", "Porto");
        // over the date line
        assertThat(near(-16.8, -179.9, 25)).containsExactly("Fiji");
        assertThat(near(0, 0, 20_100)).hasSize(3);
        send("filter", Map.of("near", Map.of("latitude", 91, "longitude", 0, "kilometres", -1)))
                .blames("filter.near.latitude", "filter.near.kilometres");
    }

    private List<String> near(double latitude, double longitude, double kilometres) {
        return titles("near", Map.of("latitude", latitude, "longitude", longitude, "kilometres", kilometres));
    }

    private static Map<String, String> flight(String from, String to) {
        return Map.of("departureAirport", from, "arrivalAirport", to);
    }

    @Test
    void filtersByTheTextOfWhatBelongsToATrip() {
        ada.createTrip(Map.of(
                "title", "Asien",
                "destinations", List.of("東京", "กรุงเทพ"),
                "flights",
                        List.of(Map.of(
                                "airline",
                                "Lufthansa",
                                "flightNumber",
                                "LH 0400",
                                "departureAirport",
                                "FRA",
                                "arrivalAirport",
                                "HND",
                                "bookingReference",
                                "X7K9QP")),
                "accommodations",
                        List.of(Map.of(
                                "name",
                                "Hôtel de l’Étoile",
                                "address",
                                "Straße 7, Shinjuku",
                                "bookingReference",
                                "HTL-00981")),
                "bookings",
                        List.of(Map.of(
                                "kind",
                                "TRAIN",
                                "name",
                                "Nozomi",
                                "carrier",
                                "JR Central",
                                "number",
                                "N700",
                                "from",
                                Map.of("name", "Shinagawa", "code", "SNA"),
                                "to",
                                Map.of("name", "京都駅"),
                                "bookingReference",
                                "ETK-77"))));
        ada.createTrip("Élan");

        for (String text : List.of(
                "LH400",
                "lh 400",
                "LH-0400",
                "x7k9qp",
                "X7K9",
                "lufthansa",
                "hnd",
                "hotel",
                "etoile",
                "l'étoile",
                "STRASSE",
                "shinjuku",
                "HTL00981",
                "981",
                "東京",
                "京",
                "กรุงเทพ",
                "nozomi",
                "N700",
                "jr central shinagawa",
                "京都",
                "ETK77",
                "asien lufthansa hotel nozomi 東京")) {
            assertThat(titles("text", text)).as(text).containsExactly("Asien");
        }
        for (String text : List.of("LH401", "hotel lisbon", "京東", "elan lufthansa")) {
            assertThat(titles("text", text)).as(text).isEmpty();
        }
        assertThat(titles("text", "elan")).containsExactly("Élan");
    }

    @Test
    void pagesThroughAndCountsTheOwnAndSharedTripsOfAText() {
        List<Map<String, String>> flights = List.of(Map.of("flightNumber", "LH400"));
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            Traveller owner = i == 3 ? bob : ada;
            UUID trip = owner.createTrip(Map.of(
                    "title", "Trip " + i, "startDate", "2026-01-0" + i, "flights", i == 2 ? List.of() : flights));
            if (i == 3) {
                bob.share(trip, ada, "VIEWER");
            }
            if (i != 2) {
                expected.add(0, trip.toString());
            }
        }
        bob.createTrip(Map.of("title", "Private", "flights", flights));

        Map<String, String> filter = Map.of("text", "lh 400");
        Page first = page("first", 3, "filter", filter);
        Page second = page("first", 3, "filter", filter, "after", first.end());

        assertThat(first.ids()).isEqualTo(expected.subList(0, 3));
        assertThat(second.ids()).isEqualTo(expected.subList(3, 4));
        assertThat(List.of(first.total(), second.total())).containsOnly(4);
    }

    @Test
    void takesTextForTextOnly() {
        ada.createTrip(Map.of("title", "Lisbon", "destinations", List.of(Map.of("name", "Lisbon"))));

        assertThat(titles("text", "name")).isEmpty();
        assertThat(titles("text", "[{")).isEmpty();
    }

    @Test
    void filtersByStatus() {
        ada.createTrip(Map.of("title", "Planned", "status", "PLANNING"));
        ada.createTrip(Map.of("title", "Booked", "status", "BOOKED"));
        ada.createTrip(Map.of("title", "Over", "status", "COMPLETED"));

        assertThat(titles("status", List.of("PLANNING", "BOOKED"))).containsExactlyInAnyOrder("Planned", "Booked");
        assertThat(titles("status", "COMPLETED")).containsExactly("Over");
        assertThat(titles("status", List.of("ACTIVE", "CANCELLED"))).isEmpty();
        assertThat(titles("status", List.of())).isEmpty();
        assertThat(titles("status", null)).hasSize(3);
    }

    @Test
    void filtersByDates() {
        ada.createTrip(Map.of("title", "January", "startDate", "2026-01-01", "endDate", "2026-01-31"));
        ada.createTrip(Map.of("title", "February", "startDate", "2026-02-01", "endDate", "2026-02-28"));
        ada.createTrip("Some day");

        assertThat(titles("startsOnOrAfter", "2026-02-01")).containsExactly("February");
        assertThat(titles("startsOnOrAfter", "2026-02-02")).isEmpty();
        assertThat(titles("endsOnOrBefore", "2026-01-31")).containsExactly("January");
        assertThat(titles("endsOnOrBefore", "2026-01-30")).isEmpty();
    }

    @Test
    void countsWhatTheFilterLeaves() {
        createTrips(TripOrder.START_DATE_DESC);
        ada.createTrip(
                Map.of("title", "Lisbon", "status", "BOOKED", "startDate", "2026-05-02", "endDate", "2026-05-03"));
        ada.createTrip(
                Map.of("title", "Lisbon", "status", "BOOKED", "startDate", "2026-05-03", "endDate", "2026-05-03"));
        Map<String, Object> filter = Map.of(
                "status", List.of("BOOKED"),
                "startsOnOrAfter", "2026-05-02",
                "endsOnOrBefore", "2026-05-03",
                "text", "lis");

        Page first = page("first", 1, "filter", filter);
        Page second = page("first", 1, "filter", filter, "after", first.end());

        assertThat(first.total()).isEqualTo(2);
        assertThat(first.hasNext()).isTrue();
        assertThat(second.total()).isEqualTo(2);
        assertThat(second.hasNext()).isFalse();
        assertThat(second.ids()).hasSize(1).doesNotContainAnyElementsOf(first.ids());
        assertThat(page("first", 1).total()).isEqualTo(27);
    }

    private List<String> titles(String filter, @Nullable Object value) {
        Map<String, @Nullable Object> fields = new HashMap<>();
        fields.put(filter, value);
        Wire.Answer answer = send("first", 100, "filter", fields);
        List<String> titles = answer.each("/trips/edges", "/node/title");
        assertThat(answer.at("/trips/totalCount")).isEqualTo(String.valueOf(titles.size()));
        return titles;
    }
}
