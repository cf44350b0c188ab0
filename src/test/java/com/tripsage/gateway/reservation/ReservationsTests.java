package com.tripsage.gateway.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.value.Json;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What is read of documents, what is made of it, and what is written again. */
class ReservationsTests {

    private final Importing trip = new Importing(List.of(), Map.of("LIS", "Europe/Lisbon", "FRA", "Europe/Berlin"));

    private List<ReservationResult> take(String... documents) {
        return trip.take(Documents.in(List.of(documents).stream().map(Json::new).toList()));
    }

    private ReservationResult takeOne(String document) {
        List<ReservationResult> results = take(document);
        assertThat(results).hasSize(1);
        return results.getFirst();
    }

    /** The columns that a part is written with, without those that are null. */
    private static Map<String, String> columns(Part part) {
        Map<String, String> columns = new TreeMap<>();
        part.row()
                .propertyStream()
                .filter(column -> !column.getValue().isNull()
                        && !List.of("id", "import_key", "raw_data").contains(column.getKey()))
                .forEach(column -> columns.put(
                        column.getKey(),
                        column.getValue().isContainer()
                                ? column.getValue().toString()
                                : column.getValue().asString()));
        return columns;
    }

    private static Map<String, String> columns(String document) {
        var trip = new Importing(List.of(), Map.of());
        trip.take(Documents.in(List.of(new Json(document))));
        return columns(trip.parts().getFirst());
    }

    @Test
    void readsAFlight() {
        assertThat(columns(Examples.FLIGHT))
                .isEqualTo(new TreeMap<>(Map.ofEntries(
                        Map.entry("airline", "Lufthansa"),
                        Map.entry("flight_number", "LH1169"),
                        Map.entry("departure_airport", "LIS"),
                        Map.entry("departure_local", "2027-05-01T11:15"),
                        Map.entry("arrival_airport", "FRA"),
                        Map.entry("arrival_time", "2027-05-01T13:25Z"),
                        Map.entry("arrival_zone", "Europe/Berlin"),
                        Map.entry("price", "420.5"),
                        Map.entry("currency", "EUR"),
                        Map.entry("booking_reference", "QX7PLM"),
                        Map.entry("travellers", "[{\"name\":\"Ada Byron\"}]"),
                        Map.entry("status", "booked"))));
    }

    @Test
    void writesAPriceWithoutAnExponentAndReadsNoneBeyondAllBounds() {
        assertThat(columns(Examples.FLIGHT.replace("420.50", "1.5E+3"))).containsEntry("price", "1500");
        for (String none : List.of("1E+999999999", "1e2147483647", "1" + "0".repeat(200_000), "-1", "0.00001")) {
            assertThat(columns(Examples.FLIGHT.replace("420.50", none))).doesNotContainKey("price");
        }
        assertThat(columns(Examples.FLIGHT.replace("EUR", "JPY"))).doesNotContainKey("price");
    }

    @Test
    void readsAStay() {
        assertThat(columns(Examples.HOTEL))
                .containsEntry("name", "Hotel Mondego")
                .containsEntry("type", "hotel")
                .containsEntry("address", "Largo das Ameias 3, 3000-024 Coimbra, PT")
                .containsEntry("coordinates", "(-8.4291,40.2085)")
                .containsEntry("check_in_local", "2027-05-01T15:00")
                .containsEntry("check_out_date", "2027-05-03")
                .containsEntry("booking_reference", "H-77");
    }

    @Test
    void readsATrain() {
        assertThat(columns(Examples.TRAIN))
                .containsEntry("kind", "train")
                .containsEntry("carrier", "CP")
                .containsEntry("number", "AP 123")
                .containsEntry("from_name", "Lisboa Oriente")
                .containsEntry("from_code", "94-31039")
                .containsEntry("from_coordinates", "(-9.099,38.7679)")
                .containsEntry("to_name", "Porto Campanhã")
                .containsEntry("start_time", "2027-05-03T07:09Z")
                .containsEntry("start_local", "2027-05-03T08:09")
                .containsEntry("seat", "21/45");
    }

    @Test
    void readsTheOtherKinds() {
        assertThat(columns(Examples.BUS)).containsEntry("kind", "bus").containsEntry("to_name", "Évora");
        assertThat(columns(Examples.FERRY)).containsEntry("kind", "ferry").containsEntry("start_date", "2027-05-05");
        assertThat(columns(Examples.DINNER))
                .containsEntry("kind", "restaurant")
                .containsEntry("name", "A Cozinha")
                .containsEntry("from_name", "Rua do Cabido 4, Coimbra");
        assertThat(columns(Examples.CONCERT))
                .containsEntry("kind", "event")
                .containsEntry("from_name", "Casa, Avenida 1, Porto")
                .containsEntry("start_time", "2027-05-02T22:00Z");
        assertThat(columns(Examples.CAR)).containsEntry("kind", "car").containsEntry("carrier", "Europcar");
        assertThat(columns(Examples.TAXI)).containsEntry("kind", "transfer").containsEntry("carrier", "Bolt");
        assertThat(columns(Examples.TOUR)).containsEntry("kind", "other").containsEntry("carrier", "Walks");
    }

    @ParameterizedTest
    @CsvSource({
        "2027-05-01T10:00:00, , 2027-05-01T10:00, ",
        "2027-05-01T10:00, , 2027-05-01T10:00, ",
        "2027-05-01 10:00:00, , 2027-05-01T10:00, ",
        "2027-05-01T10:00:00Z, 2027-05-01T10:00Z, , ",
        "2027-05-01T10:00:00.5+02:00, 2027-05-01T08:00:00.500Z, 2027-05-01T10:00:00.500, ",
        "2027-05-01T10:00:00+0530, 2027-05-01T04:30Z, 2027-05-01T10:00, ",
        "2027-01-01T10:00:00+00:00, 2027-01-01T10:00Z, , ",
        "2027-05-01, , , 2027-05-01",
        "soon, , , ",
        "2027-13-01, , , "
    })
    void readsTimesAsTheyAreSaid(String said, String instant, String local, String date) {
        Map<String, String> columns = columns(Examples.TAXI.replace("2027-05-03T06:30:00", said));

        assertThat(columns.get("start_time")).isEqualTo(instant);
        assertThat(columns.get("start_local")).isEqualTo(local);
        assertThat(columns.get("start_date")).isEqualTo(date);
    }

    @Test
    void findsReservationsWhereverTheyAre() {
        String graph = """
                {"@context": {"schema": "http://schema.org/"}, "@graph": [
                  {"@id": "#lh", "@type": "schema:Airline", "schema:name": "Lufthansa"},
                  {"@type": "schema:FlightReservation", "schema:reservationNumber": "G1", "schema:reservationFor": {
                    "@type": "schema:Flight", "schema:flightNumber": "LH 4", "schema:airline": {"@id": "#lh"}}},
                  {"@type": "https://schema.org/TaxiReservation", "https://schema.org/pickupTime": "2027-05-01T10:00"}]}""";
        String whole = """
                {"@type": "ReservationPackage", "reservationNumber": "P1", "subReservation": [
                  {"@type": "TaxiReservation", "pickupTime": "2027-05-02T10:00"},
                  {"@type": "FlightReservation", "reservationFor": [{"flightNumber": "SK1"}, {"flightNumber": "SK2"}]}]}""";

        assertThat(take("[" + graph + "]", "\"" + whole.replace("\"", "\\\"").replace("\n", " ") + "\""))
                .extracting(ReservationResult::document, ReservationResult::path, ReservationResult::outcome)
                .containsExactly(
                        tuple(0, "[0].@graph[1]", ReservationOutcome.ADDED),
                        tuple(0, "[0].@graph[2]", ReservationOutcome.ADDED),
                        tuple(1, "subReservation[0]", ReservationOutcome.ADDED),
                        tuple(1, "subReservation[1].reservationFor[0]", ReservationOutcome.ADDED),
                        tuple(1, "subReservation[1].reservationFor[1]", ReservationOutcome.ADDED));
        assertThat(columns(trip.parts().getFirst())).containsEntry("airline", "Lufthansa");
        assertThat(columns(trip.parts().getLast()))
                .containsEntry("flight_number", "SK2")
                .containsEntry("booking_reference", "P1");
    }

    /** Also where each reservation would share all the rest of its document, and that is much. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'@type': 'FlightReservation', 'reservationFor': [%1$s], 'x': [%1$s]}",
                "[[[{'@type': 'FlightReservation', 'reservationFor': [%1$s], 'x': [[%1$s], [[%1$s]]]}]]]",
                "{'@graph': [{'@graph': {'@type': 'FlightReservation', 'reservationFor': [%1$s], 'x': [%1$s]}}]}",
                "{'@type': 'ReservationPackage', 'underName': [%1$s], 'subReservation': [%1$s]}",
                "{'@type': 'ReservationPackage', 'subReservation': {'@type': 'TrainReservation', 'reservationFor': [%1$s], 'x': [%1$s]}}",
                "[%1$s]"
            })
    void readsNoMoreThanAnImportMayHave(String form) {
        String document = form.formatted(String.join(",", Collections.nCopies(20_000, "0")))
                .replace('\'', '"');
        String text = "\"" + document.replace("\"", "\\\"") + "\"";

        for (String each : List.of(document, text)) {
            assertThatThrownBy(() -> take(Examples.TAXI, each))
                    .isInstanceOf(Refusal.class)
                    .extracting("details")
                    .asString()
                    .contains("at most 500 reservations");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"@type": "FlightReservation", "note": "%s", "reservationFor": [%s]}                               | {"flightNumber": "SK%d"}
            {"@type": "ReservationPackage", "underName": "%s", "subReservation": [%s]} | {"@type": "FlightReservation", "reservationFor": {"flightNumber": "SK%d"}}
            """)
    void keepsNoMoreThanADocumentMayAdd(String form, String part) {
        String parts = IntStream.range(100, 150).mapToObj(part::formatted).collect(Collectors.joining(","));

        assertThat(take(form.formatted("x".repeat(1_000), parts)))
                .extracting(ReservationResult::outcome)
                .hasSize(50)
                .containsOnly(ReservationOutcome.ADDED);
        List<ReservationResult> results = new Importing(List.of(), Map.of())
                .take(Documents.in(List.of(new Json(form.formatted("x".repeat(100_000), parts)))));
        assertThat(results)
                .extracting(ReservationResult::outcome)
                .startsWith(ReservationOutcome.ADDED)
                .hasSize(50);
        assertThat(results.getLast().outcome()).isEqualTo(ReservationOutcome.NOT_PLACED);
        assertThat(results.getLast().reason()).startsWith("It shares more");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"@type\": \"Invoice\"}",
                "{\"name\": \"x\"}",
                "7",
                "\"no json\"",
                "{\"@type\": \"FlightReservation\", \"reservationNumber\": \"X\"}",
                "{\"@type\": \"LodgingReservation\", \"checkinTime\": \"2027-05-01\"}"
            })
    void saysWhatItCannotPlace(String document) {
        ReservationResult result = takeOne(document);

        assertThat(result.outcome()).isEqualTo(ReservationOutcome.NOT_PLACED);
        assertThat(result.reason()).startsWith("It ");
        assertThat(trip.parts()).isEmpty();
    }

    @Test
    void namesWhatItCutsAndWhatItDoesNotUnderstand() {
        ReservationResult result = takeOne(Examples.TAXI
                .replace("Bolt", "B".repeat(101))
                .replace("2027-05-03T06:30:00", "after breakfast")
                .replace(
                        "\"reservationNumber\"",
                        "\"partySize\": 3, \"broker\": {\"name\": \"x\"}, \"reservationNumber\""));

        assertThat(result.cut()).containsExactly("reservationFor.provider.name");
        assertThat(result.notUnderstood()).containsExactly("partySize", "broker", "pickupTime");
        assertThat(trip.parts().getFirst().row().toString()).contains("after breakfast", "B".repeat(101));
    }

    @Test
    void takesNothingTwice() {
        take(Examples.ALL.toArray(String[]::new));

        assertThat(take(Examples.ALL.toArray(String[]::new)))
                .extracting(ReservationResult::outcome)
                .containsOnly(ReservationOutcome.LEFT);
        assertThat(trip.parts()).hasSize(Examples.ALL.size());
    }

    @Test
    void makesOneFlightForAFamilyAndTwoForTwoLegs() {
        String back = Examples.FLIGHT
                .replace("1169", "1170")
                .replace("LIS", "???")
                .replace("FRA", "LIS")
                .replace("???", "FRA");

        assertThat(take(Examples.FLIGHT, Examples.FLIGHT.replace("Ada", "Anne"), back))
                .extracting(ReservationResult::outcome)
                .containsExactly(ReservationOutcome.ADDED, ReservationOutcome.UPDATED, ReservationOutcome.ADDED);
        assertThat(trip.parts()).hasSize(2);
        assertThat(Reservations.documents(trip.parts().getFirst())).hasSize(2);
    }

    @Test
    void joinsTheSeatsOfAGroup() {
        take(
                Examples.TRAIN.replace("\"reservationNumber\"", "\"underName\": \"Ada\", \"reservationNumber\""),
                Examples.TRAIN
                        .replace("\"45\"", "\"46\"")
                        .replace("\"reservationNumber\"", "\"underName\": \"Anne\", \"reservationNumber\""));

        assertThat(columns(trip.parts().getFirst()))
                .containsEntry("seat", "21/45, 21/46")
                .containsEntry(
                        "travellers", "[{\"name\":\"Ada\",\"seat\":\"21/45\"},{\"name\":\"Anne\",\"seat\":\"21/46\"}]");
    }

    @Test
    void readsTheTravellersOfTrainsAndEvents() {
        assertThat(columns(Examples.TRAIN)).containsEntry("travellers", "[]");
        assertThat(columns(Examples.TRAIN.replace(
                        "\"ticketedSeat\": {",
                        "\"ticketNumber\": \"T1\", \"ticketedSeat\": {\"seatingType\": \"Conforto\",")))
                .containsEntry(
                        "travellers", "[{\"seat\":\"21/45\",\"travelClass\":\"Conforto\",\"ticketNumber\":\"T1\"}]");
        assertThat(columns(Examples.CONCERT.replace("\"reservationNumber\"", """
                        "underName": {"givenName": "Ada", "familyName": "Byron"}, "reservedTicket": [
                          {"ticketNumber": "1", "ticketedSeat": {"seatRow": "C", "seatNumber": "4"}},
                          {"ticketNumber": "2", "underName": {"name": "Anne"}}], "reservationNumber\"""")))
                .containsEntry("seat", "C4")
                .containsEntry(
                        "travellers",
                        "[{\"name\":\"Ada Byron\",\"seat\":\"C4\",\"ticketNumber\":\"1\"},"
                                + "{\"name\":\"Anne\",\"ticketNumber\":\"2\"}]");
    }

    /** A seat that was changed by hand stays the seat of all, and nobody's in particular. */
    @Test
    void writesSeatsApartFromTravellers() {
        String document =
                Examples.TRAIN.replace("\"reservationNumber\"", "\"underName\": \"Ada\", \"reservationNumber\"");
        Part part = stored(document).getFirst();
        Field seat = part.kind.fields.stream()
                .filter(SeatField.class::isInstance)
                .findFirst()
                .orElseThrow();
        part.change(seat, "22/1");

        Map<Field, Object> read =
                Reservations.read(part.kind, Reservations.documents(part).getFirst());

        part.kind.fields.forEach(
                field -> assertThat(field.agree(read.get(field), part.values().get(field)))
                        .as(field + ": " + part.values().get(field))
                        .isTrue());
    }

    @Test
    void changesWhatALaterDocumentSaysOtherwise() {
        takeOne(Examples.FLIGHT);

        assertThat(takeOne(Examples.FLIGHT.replace("T11:15:00", "T12:45:00")).outcome())
                .isEqualTo(ReservationOutcome.UPDATED);
        assertThat(columns(trip.parts().getFirst())).containsEntry("departure_local", "2027-05-01T12:45");
        assertThat(takeOne(Examples.FLIGHT).outcome()).isEqualTo(ReservationOutcome.LEFT);
    }

    @Test
    void leavesWhatWasModifiedEarlier() {
        String modified = Examples.FLIGHT.replace("\"underName\"", "\"modifiedTime\": \"2027-01-02\", \"underName\"");
        takeOne(modified);

        ReservationResult late = takeOne(modified.replace("01-02", "01-01").replace("T11:15", "T10:15"));

        assertThat(late.outcome()).isEqualTo(ReservationOutcome.LEFT);
        assertThat(columns(trip.parts().getFirst())).containsEntry("departure_local", "2027-05-01T11:15");
    }

    @Test
    void cancels() {
        take(Examples.ALL.toArray(String[]::new));

        takeOne(Examples.FLIGHT.replace("ReservationConfirmed", "ReservationCancelled"));
        takeOne("""
                {"@type": "LodgingReservation", "reservationNumber": "h 77", "reservationStatus": "Cancelled"}""");

        assertThat(trip.parts())
                .filteredOn(part -> "cancelled".equals(columns(part).get("status")))
                .extracting(part -> part.kind)
                .containsExactly(Kind.FLIGHT, Kind.STAY);
    }

    @Test
    void doesNotCancelForThoseWhoStillGo() {
        String ada = Examples.FLIGHT;
        take(ada, ada.replace("Ada", "Anne"), ada.replace("Confirmed", "Cancelled"));
        assertThat(columns(trip.parts().getFirst())).containsEntry("status", "booked");

        takeOne(ada.replace("Ada", "Anne").replace("Confirmed", "Cancelled"));

        assertThat(columns(trip.parts().getFirst())).containsEntry("status", "cancelled");
    }

    @Test
    void dropsAnEndBeforeTheBeginning() {
        ReservationResult result = takeOne(Examples.FLIGHT.replace("T11:15:00", "T15:15:00"));

        assertThat(columns(trip.parts().getFirst())).doesNotContainKey("arrival_time");
        assertThat(result.notUnderstood()).contains("reservationFor.arrivalTime");
    }

    @Test
    void knowsWhatOthersHaveAdded() {
        ObjectNode row = JsonLd.JSON.createObjectNode();
        row.put("id", "00000000-0000-0000-0000-000000000001");
        row.put("flight_number", "1169").put("departure_airport", "lis").put("status", "searched");
        row.put("departure_time", "2027-05-01T10:15:00+00:00").put("departure_local", "2027-05-01T11:15:00");
        row.put("currency", "USD").putArray("raw_data").add("an offer");
        var others = new Importing(List.of(Part.of(PartTable.FLIGHTS, row)), Map.of());

        assertThat(others.take(Documents.in(List.of(new Json(Examples.FLIGHT)))))
                .extracting(ReservationResult::outcome)
                .containsExactly(ReservationOutcome.UPDATED);
        assertThat(columns(others.parts().getFirst()))
                .containsEntry("status", "booked")
                .containsEntry("booking_reference", "QX7PLM")
                .doesNotContainKey("departure_local");
        assertThat(others.parts()
                        .getFirst()
                        .row()
                        .path("raw_data")
                        .path("source")
                        .toString())
                .isEqualTo("[\"an offer\"]");
    }

    @Test
    void movesAFlightToAnotherDayButNotTheOtherOne() {
        String next = Examples.FLIGHT.replace("2027-05-01", "2027-05-08");
        var stored = stored(Examples.FLIGHT, next);
        var again = new Importing(stored, Map.of());

        List<ReservationResult> results = again.take(
                Documents.in(List.of(new Json(Examples.FLIGHT.replace("2027-05-01", "2027-05-02")), new Json(next))));

        assertThat(results)
                .extracting(ReservationResult::outcome)
                .containsExactly(ReservationOutcome.UPDATED, ReservationOutcome.LEFT);
        assertThat(again.parts()).hasSize(2);
    }

    /** Parts as they would be read from the rows of an import. */
    private static List<Part> stored(String... documents) {
        var first = new Importing(List.of(), Map.of());
        first.take(Documents.in(List.of(documents).stream().map(Json::new).toList()));
        return first.parts().stream()
                .map(part -> Part.of(part.kind.table, part.row()))
                .toList();
    }

    @Test
    void writesWhatIsReadBackEqual() {
        for (Part part : stored(Examples.ALL.toArray(String[]::new))) {
            ObjectNode written = JsonLd.JSON.createObjectNode();
            for (Field field : part.kind.fields) {
                field.write(written, part.values().get(field));
            }
            Map<Field, Object> read = Reservations.read(part.kind, written);

            part.kind.fields.forEach(field -> assertThat(
                            field.agree(read.get(field), part.values().get(field)))
                    .as(part.kind + " " + field + ": " + part.values().get(field) + " in " + written)
                    .isTrue());
        }
    }

    @Test
    void writesDocumentsAsTheyCame() {
        for (Part part : stored(Examples.ALL.toArray(String[]::new))) {
            ObjectNode document = Reservations.documents(part).getFirst();

            assertThat(Objects.requireNonNull(part.current().getFirst()).path("reservationNumber"))
                    .isEqualTo(document.path("reservationNumber"));
            assertThat(document.path("@context").asString()).contains("schema.org");
        }
    }
}
