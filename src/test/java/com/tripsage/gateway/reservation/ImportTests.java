package com.tripsage.gateway.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Party;
import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Together;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Reservations on their way into trips and out of them, over HTTP. */
class ImportTests extends RunningGateway {

    private static final String IMPORT = """
            mutation ($input: ImportReservationsInput!) {
              importReservations(input: $input) {
                trip { id }
                results { document path outcome reason cut notUnderstood items { __typename ... on Node { id } } }
              }
            }""";

    private static final String TIME = "{ instant localDateTime date timeZone }";

    private static final String ITINERARY = """
            query ($id: ID!) {
              trip(id: $id) {
                flights {
                  airline flightNumber departureAirport arrivalAirport departureTime arrivalTime departure %1$s arrival %1$s
                  price { amount currency } refund { amount currency } bookingReference status
                  departureTerminal departureGate arrivalTerminal arrivalGate boarding %1$s
                  travellers { name seat travelClass ticketNumber room }
                }
                accommodations {
                  name type address coordinates { latitude longitude } checkInDate checkOutDate checkIn %1$s checkOut %1$s
                  pricePerNight { amount currency } totalPrice { amount currency } bookingReference amenities ratings status
                  refund { amount currency } guests rooms telephone travellers { name seat travelClass ticketNumber room }
                }
                bookings {
                  kind name carrier number from { name code coordinates { latitude longitude } }
                  to { name code coordinates { latitude longitude } } start %1$s end %1$s seat price { amount currency } refund { amount currency }
                  bookingReference status travellers { name seat travelClass ticketNumber room }
                }
              }
            }""".formatted(TIME);

    private Party party;
    private Wire owner;

    @BeforeEach
    void share() {
        party = Party.around(port, "Portugal");
        owner = Wire.of(port, party.owner());
    }

    private static Object json(String document) {
        return Wire.JSON.readValue(document, Object.class);
    }

    private Wire.Answer take(Traveller by, UUID trip, List<?> documents) {
        return Wire.of(port, by).send(IMPORT, Map.of("input", Map.of("tripId", trip, "documents", documents)));
    }

    private Wire.Answer take(UUID trip, String... documents) {
        return take(
                party.owner(), trip, Stream.of(documents).map(ImportTests::json).toList());
    }

    private static List<String> outcomes(Wire.Answer answer) {
        return answer.each("/importReservations/results", "/outcome");
    }

    private String itinerary(UUID trip) {
        return owner.send(ITINERARY, Map.of("id", trip)).at("/trip");
    }

    private List<Object> exported(UUID trip) {
        JsonNode documents = owner.send("query ($id: ID!) { trip(id: $id) { reservations } }", Map.of("id", trip))
                .json()
                .at("/data/trip/reservations");
        return documents
                .valueStream()
                .map(document -> Wire.JSON.convertValue(document, Object.class))
                .toList();
    }

    @Test
    void placesEachKindWhereItBelongs() {
        Wire.Answer answer = take(party.trip(), Examples.ALL.toArray(String[]::new));

        assertThat(outcomes(answer)).containsOnly("ADDED");
        assertThat(answer.each("/importReservations/results", "/items/0/__typename"))
                .startsWith("Flight", "Accommodation")
                .endsWith("Booking");
        assertThat(owner.send(ITINERARY, Map.of("id", party.trip())).each("/trip/bookings", "/kind"))
                .containsExactlyInAnyOrder("TRAIN", "BUS", "FERRY", "RESTAURANT", "EVENT", "CAR", "TRANSFER", "OTHER");
        assertThat(owner.send(ITINERARY, Map.of("id", party.trip())).at("/trip/flights/0/departure"))
                .isEqualTo("{\"instant\":\"2027-05-01T10:15:00Z\",\"localDateTime\":\"2027-05-01T11:15:00\","
                        + "\"date\":\"2027-05-01\",\"timeZone\":\"Europe/Lisbon\"}");
    }

    @Test
    void isReadBackEqual() {
        take(party.trip(), Examples.ALL.toArray(String[]::new));
        UUID copy = party.owner().createTrip("The same");

        assertThat(outcomes(take(party.owner(), copy, exported(party.trip())))).containsOnly("ADDED");

        assertThat(itinerary(copy)).isEqualTo(itinerary(party.trip()));
        assertThat(exported(copy)).isEqualTo(exported(party.trip()));
    }

    @ParameterizedTest
    @EnumSource(com.tripsage.gateway.trip.BookingStatus.class)
    void writesWhatWasMadeByHand(com.tripsage.gateway.trip.BookingStatus status) {
        owner.send("""
                        mutation ($id: ID!, $status: BookingStatus!) {
                          addFlight(input: { tripId: $id, flight: {
                            flightNumber: "7", airline: "SAS", departureAirport: "OSL", arrivalAirport: "XXX",
                            departure: { localDateTime: "2027-03-28T02:30:00", timeZone: "Europe/Oslo" },
                            arrival: { instant: "2027-03-28T05:00:00Z" }, departureGate: "7",
                            price: { amount: 100, currency: "JPY" }, refund: { amount: 20, currency: "EUR" },
                            travellers: [{ name: "Ada", seat: "1A" }, { name: "Anne", ticketNumber: "9" }], status: $status } }) { flight { id } }
                          addAccommodation(input: { tripId: $id, accommodation: {
                            name: "Hytte", type: "cabin", checkInDate: "2027-03-28", pricePerNight: { amount: 10, currency: "NOK" },
                            totalPrice: { amount: 20, currency: "EUR" }, guests: 3, rooms: 2, telephone: "+47 1",
                            travellers: [{ name: "Ada", room: "12" }],
                            amenities: ["sauna"], ratings: { stars: 4 }, status: $status } }) { accommodation { id } }
                          bus: addBooking(input: { tripId: $id, booking: {
                            kind: BUS, number: "1", carrier: "Ruter", seat: "12, 13", to: { code: "OSL" },
                            travellers: [{ name: "Ada", seat: "12", ticketNumber: "4" }, { name: "Anne", seat: "13" }],
                            start: { instant: "2027-03-28T05:00:00Z", localDateTime: "2027-03-28T05:00:00" },
                            price: { amount: 3, currency: "NOK" }, status: $status } }) { booking { id } }
                          train: addBooking(input: { tripId: $id, booking: {
                            kind: TRAIN, number: "61", seat: "3/61", start: { date: "2027-03-30" },
                            travellers: [{ name: "Ada", seat: "3/61", travelClass: "Komfort", ticketNumber: "5" }], status: $status } }) { booking { id } }
                          ferry: addBooking(input: { tripId: $id, booking: {
                            kind: FERRY, number: "2", seat: "Deck 4", start: { date: "2027-03-31" },
                            travellers: [{ name: "Ada", seat: "402" }], status: $status } }) { booking { id } }
                          table: addBooking(input: { tripId: $id, booking: {
                            kind: RESTAURANT, number: "4", name: "Maaemo",
                            from: { name: "Dronning Eufemias gate 23", coordinates: { latitude: 59.9, longitude: 10.75 } },
                            to: { name: "Home" }, start: { date: "2027-03-29" }, status: $status } }) { booking { id } }
                          other: addBooking(input: { tripId: $id, booking: {
                            kind: OTHER, name: "Insurance", from: { name: "Here", code: "H" }, status: $status } }) { booking { id } }
                        }""", Map.of("id", party.trip(), "status", status)).at("/addFlight/flight/id");
        UUID copy = party.owner().createTrip("The same");

        assertThat(outcomes(take(party.owner(), copy, exported(party.trip())))).containsOnly("ADDED");

        assertThat(itinerary(copy)).isEqualTo(itinerary(party.trip()));
    }

    @Test
    void doesNothingTwiceWhoeverImportsAtTheSameTime() {
        String[] documents = Examples.ALL.toArray(String[]::new);

        List<Wire.Answer> answers = Together.run(4, _ -> take(party.trip(), documents));

        assertThat(answers.stream().flatMap(answer -> outcomes(answer).stream()))
                .containsOnly("ADDED", "LEFT")
                .filteredOn("ADDED"::equals)
                .hasSize(documents.length);
        String before = itinerary(party.trip());
        Wire.Answer again = take(party.trip(), documents);
        assertThat(outcomes(again)).isEqualTo(Collections.nCopies(documents.length, "LEFT"));
        assertThat(itinerary(party.trip())).isEqualTo(before);
    }

    @Test
    void keepsWhatWasChangedByHand() {
        take(party.trip(), Examples.FLIGHT);
        superuser()
                .sql("update flights set airline = 'TAP', booking_reference = null where trip_id = ?")
                .param(party.trip())
                .update();

        take(party.trip(), Examples.FLIGHT.replace("T11:15", "T12:00"));

        Wire.Answer kept = owner.send(ITINERARY, Map.of("id", party.trip()));
        assertThat(kept.each("/trip/flights", "/airline")).containsExactly("TAP");
        assertThat(kept.each("/trip/flights", "/departure/localDateTime")).containsExactly("2027-05-01T12:00:00");
    }

    @Test
    void takesOverWhatOtherProgramsHaveAdded() {
        superuser()
                .sql("insert into flights (trip_id, flight_number, booking_reference, departure_time, raw_data)"
                        + " values (?, 'LH 1169', 'QX7PLM', '2027-05-01 10:15+00', '{\"offer\": 1}')")
                .param(party.trip())
                .update();

        assertThat(outcomes(take(party.trip(), Examples.FLIGHT))).containsExactly("UPDATED");
        assertThat(superuser()
                        .sql("select (raw_data ->> 'offer') || status || departure_zone from flights where trip_id = ?")
                        .param(party.trip())
                        .query(String.class)
                        .list())
                .containsExactly("1bookedEurope/Lisbon");
    }

    @Test
    void isForOwnerAndEditors() {
        assertThat(outcomes(take(party.editor(), party.trip(), List.of(json(Examples.FLIGHT)))))
                .containsExactly("ADDED");
        take(party.viewer(), party.trip(), List.of(json(Examples.HOTEL))).isRefused("FORBIDDEN");
        take(party.stranger(), party.trip(), List.of(json(Examples.HOTEL))).isRefused("NOT_FOUND");
    }

    @Test
    void saysWhatFindsNoPlace() {
        superuser()
                .sql("insert into flights (trip_id) select ? from generate_series(1, 200)")
                .param(party.trip())
                .update();

        Wire.Answer answer = take(party.trip(), Examples.FLIGHT, "{\"@type\": \"Invoice\"}", Examples.TAXI);

        assertThat(outcomes(answer)).containsExactly("NOT_PLACED", "NOT_PLACED", "ADDED");
        assertThat(answer.each("/importReservations/results", "/reason").getFirst())
                .contains("200");
    }

    @Test
    void keepsNoNumberThatNobodyCouldReadAgain() {
        String within = "{\"@type\": \"TaxiReservation\", \"pickupTime\": \"2027-05-01T10:00\", \"x\": [%s]}";

        Wire.Answer answer = take(
                party.owner(),
                party.trip(),
                List.of(within.formatted("1e1500"), within.formatted("\"\\u0000\""), within.formatted("1e15")));

        assertThat(outcomes(answer)).containsExactly("NOT_PLACED", "NOT_PLACED", "ADDED");
        assertThat(exported(party.trip())).hasSize(1);
    }

    @Test
    void followsReferencesNoFurtherThanTheyAreOfUse() {
        String properties =
                IntStream.range(0, 3000).mapToObj(n -> "\"p" + n + "\": " + n).collect(Collectors.joining(", "));
        String graph = "{\"@graph\": [{\"@id\": \"a\", " + properties + "}, "
                + String.join(", ", Collections.nCopies(400, "{\"@type\": \"Reservation\", \"p\": {\"@id\": \"a\"}}"))
                + "]}";

        assertThat(take(party.trip(), graph).json().toString()).hasSizeLessThan(2_000_000);
    }

    @Test
    void takesOfTravellersWhatIsOfThem() {
        String[] documents = {"[1]", "[{\"name\": null}]", "[{\"name\": \"Ada\", \"age\": 3}, 7]"};
        Wire.Answer answer = take(
                party.trip(),
                IntStream.range(0, 3)
                        .mapToObj(n -> Examples.FLIGHT
                                .replace("QX7PLM", "T" + n)
                                .replace(
                                        "\"underName\": {\"@type\": \"Person\", \"name\": \"Ada Byron\"}",
                                        "\"tripsage:travellers\": " + documents[n]))
                        .toArray(String[]::new));

        assertThat(outcomes(answer)).containsOnly("ADDED");
        assertThat(owner.send(
                                "query ($id: ID!) { trip(id: $id) { flights { bookingReference travellers { name } } } }",
                                Map.of("id", party.trip()))
                        .each("/trip/flights", "/travellers"))
                .containsExactly("[]", "[]", "[{\"name\":\"Ada\"}]");
        assertThat(answer.each("/importReservations/results", "/notUnderstood").getLast())
                .contains("age");
    }

    @Test
    void refusesTooMany() {
        take(party.owner(), party.trip(), Collections.nCopies(101, json(Examples.TAXI)))
                .blames("input.documents");
        take(party.owner(), party.trip(), List.of(Collections.nCopies(501, json(Examples.TAXI))))
                .blames("input.documents");
    }
}
