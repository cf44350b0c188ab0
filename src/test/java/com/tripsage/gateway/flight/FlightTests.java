package com.tripsage.gateway.flight;

import static com.tripsage.gateway.Errors.code;
import static com.tripsage.gateway.Errors.violations;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Party;
import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Together;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlightTests extends RunningGateway {

    private static final String FLIGHT = """
            id airline flightNumber departureAirport arrivalAirport departureTime arrivalTime price { amount currency }
            bookingReference status rawData version""";

    private static final String ADD =
            "mutation ($input: AddFlightInput!) { addFlight(input: $input) { flight { " + FLIGHT + " trip { id } } } }";

    private static final String UPDATE =
            "mutation ($input: UpdateFlightInput!) { updateFlight(input: $input) { flight { " + FLIGHT + " } } }";

    private static final String REMOVE = "mutation ($id: ID!) { removeFlight(id: $id) { deletedId } }";

    private static final String FLIGHTS =
            "query ($id: ID!) { trip(id: $id) { flights { id flightNumber departureTime version } } }";

    Party party;

    @BeforeEach
    void arrive() {
        party = Party.around(port, "Oslo");
    }

    @Test
    void isAddedByOwnerAndEditorsOnly() {
        assertThat(add(party.owner(), Map.of("flightNumber", "SK802")).at("/addFlight/flight/trip/id"))
                .isEqualTo(party.trip().toString());
        assertThat(add(party.editor(), Map.of("flightNumber", "SK805")).at("/addFlight/flight/status"))
                .isEqualTo("SEARCHED");
        add(party.viewer(), Map.of("flightNumber", "SK1")).isRefused("FORBIDDEN");
        add(party.stranger(), Map.of("flightNumber", "SK2")).isRefused("NOT_FOUND");

        assertThat(numbers()).containsExactlyInAnyOrder("SK802", "SK805");
    }

    @Test
    void isChangedByOwnerAndEditorsOnly() {
        String id = add(party.owner(), Map.of("flightNumber", "SK802")).at("/addFlight/flight/id");

        assertThat(update(party.owner(), id, "status", "HELD").at("/updateFlight/flight/status"))
                .isEqualTo("HELD");
        assertThat(update(party.editor(), id, "status", "BOOKED").at("/updateFlight/flight/version"))
                .isEqualTo("3");
        update(party.viewer(), id, "status", "CANCELLED").isRefused("FORBIDDEN");
        update(party.stranger(), id, "status", "CANCELLED").isRefused("NOT_FOUND");
        update(party.owner(), UUID.randomUUID().toString(), "status", "CANCELLED")
                .isRefused("NOT_FOUND");
    }

    @Test
    void isRemovedByOwnerAndEditorsOnly() {
        String id = add(party.owner(), Map.of("flightNumber", "SK802")).at("/addFlight/flight/id");
        String other = add(party.owner(), Map.of("flightNumber", "SK805")).at("/addFlight/flight/id");

        party.viewer().execute(REMOVE, Map.of("id", id)).errors().satisfy(code("FORBIDDEN"));
        party.stranger().execute(REMOVE, Map.of("id", id)).errors().satisfy(code("NOT_FOUND"));
        party.editor()
                .execute(REMOVE, Map.of("id", id))
                .path("removeFlight.deletedId")
                .entity(String.class)
                .isEqualTo(id);
        party.owner().execute(REMOVE, Map.of("id", id)).errors().satisfy(code("NOT_FOUND"));

        assertThat(numbers()).containsExactly("SK805");
        party.owner()
                .execute(REMOVE, Map.of("id", other))
                .path("removeFlight.deletedId")
                .hasValue();
        assertThat(numbers()).isEmpty();
    }

    @Test
    void keepsWhatIsAbsentAndClearsWhatIsNull() {
        String id = add(
                        party.owner(),
                        Map.of(
                                "airline",
                                "SAS",
                                "flightNumber",
                                "SK802",
                                "departureAirport",
                                "CPH",
                                "arrivalAirport",
                                "OSL",
                                "departureTime",
                                "2026-05-01T10:00:00Z",
                                "price",
                                Map.of("amount", 99.5, "currency", "DKK"),
                                "bookingReference",
                                "X1",
                                "rawData",
                                Map.of("a", 1)))
                .at("/addFlight/flight/id");
        Map<String, @Nullable Object> input = new HashMap<>();
        input.put("id", id);
        for (String field : List.of("airline", "departureAirport", "departureTime", "price", "rawData")) {
            input.put(field, null);
        }

        Wire.Answer answer = Wire.of(port, party.owner()).send(UPDATE, Map.of("input", input));

        assertThat(answer.at("/updateFlight/flight")).isEqualTo("""
                {"id":"%s","airline":null,"flightNumber":"SK802","departureAirport":null,"arrivalAirport":"OSL",\
                "departureTime":null,"arrivalTime":null,"price":null,"bookingReference":"X1","status":"SEARCHED",\
                "rawData":null,"version":2}""".formatted(id));
        input.clear();
        input.put("id", id);
        input.put("status", null);
        Wire.of(port, party.owner()).send(UPDATE, Map.of("input", input)).blames("input.status");
    }

    @Test
    void refusesAStaleVersion() {
        String id = add(party.owner(), Map.of()).at("/addFlight/flight/id");
        Map<String, Object> input = Map.of("id", id, "expectedVersion", 1, "status", "HELD");
        Wire.of(port, party.owner()).send(UPDATE, Map.of("input", input)).at("/updateFlight/flight");

        Wire.of(port, party.editor()).send(UPDATE, Map.of("input", input)).isRefused("CONFLICT");
        Wire.of(port, party.viewer()).send(UPDATE, Map.of("input", input)).isRefused("FORBIDDEN");
        Wire.of(port, party.stranger()).send(UPDATE, Map.of("input", input)).isRefused("NOT_FOUND");
    }

    @Test
    void landsAfterItStarts() {
        add(party.owner(), Map.of("departureTime", "2026-05-01T12:00:00+02:00", "arrivalTime", "2026-05-01T09:59:59Z"))
                .blames("input.flight.arrivalTime");
        String id = add(
                        party.owner(),
                        Map.of("departureTime", "2026-05-01T12:00:00+02:00", "arrivalTime", "2026-05-01T10:00:00Z"))
                .at("/addFlight/flight/id");

        update(party.owner(), id, "departureTime", "2026-05-01T10:00:01Z").blames("input.arrivalTime");
        update(party.owner(), id, "arrivalTime", "2026-05-01T09:00:00Z").blames("input.arrivalTime");
    }

    @Test
    void namesWhatIsTooLong() {
        Map<String, Object> fields = Map.of(
                "airline", "x".repeat(101),
                "flightNumber", "x".repeat(21),
                "departureAirport", "x".repeat(12),
                "arrivalAirport", "x".repeat(11),
                "bookingReference", "x".repeat(101));

        add(party.owner(), fields)
                .blames(
                        "input.flight.airline",
                        "input.flight.flightNumber",
                        "input.flight.departureAirport",
                        "input.flight.arrivalAirport",
                        "input.flight.bookingReference");
        String id = add(party.owner(), Map.of()).at("/addFlight/flight/id");
        Map<String, Object> input = new HashMap<>(fields);
        input.put("id", id);
        Wire.of(port, party.owner())
                .send(UPDATE, Map.of("input", input))
                .blames(
                        "input.airline",
                        "input.flightNumber",
                        "input.departureAirport",
                        "input.arrivalAirport",
                        "input.bookingReference");
    }

    @Test
    void standsInOrderOfDeparture() {
        for (String number : List.of("none", "late", "early", "equal", "equal too")) {
            Map<String, Object> flight = new HashMap<>(Map.of("flightNumber", number));
            if (!number.equals("none")) {
                flight.put(
                        "departureTime",
                        number.equals("early")
                                ? "2026-05-01T23:30:00+10:00"
                                : "2026-05-01T%s:00:00Z".formatted(number.equals("late") ? "15" : "14"));
            }
            add(party.owner(), flight).at("/addFlight/flight");
        }

        assertThat(numbers()).startsWith("early").endsWith("late", "none").contains("equal", "equal too");
        assertThat(numbers()).isEqualTo(numbers());
    }

    @ParameterizedTest
    @CsvSource({
        "420.50, 420.50",
        "420.5, 420.50",
        "0, 0.00",
        "0.10, 0.10",
        "99999999.99, 99999999.99",
        "999999999999999.99, 999999999999999.99",
        "4.205e2, 420.50",
        "12345678.9, 12345678.90"
    })
    void keepsMoneyExact(String sent, String stored) {
        String variables = """
                {"input":{"tripId":"%s","flight":{"price":{"amount":%s,"currency":"EUR"}}}}""".formatted(party.trip(), sent);
        String inline = """
                mutation { addFlight(input: { tripId: "%s", flight: { price: { amount: %s, currency: "EUR" } } }) {
                  flight { %s } } }""".formatted(party.trip(), sent, FLIGHT);
        String price = "\"price\":{\"amount\":%s,\"currency\":\"EUR\"}".formatted(stored);

        assertThat(Wire.of(port, party.owner()).send(ADD, variables).body()).contains(price);
        assertThat(Wire.of(port, party.owner()).send(inline).body()).contains(price);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.01", "0.001", "1000000000000000", "1234567890123456.12", "1e300", "1e-300"})
    void refusesMoneyThatCannotBeStored(String amount) {
        String price = "{\"amount\":%s,\"currency\":\"EUR\"}".formatted(amount);
        String id = add(party.owner(), Map.of()).at("/addFlight/flight/id");

        Wire.of(port, party.owner())
                .send(ADD, "{\"input\":{\"tripId\":\"%s\",\"flight\":{\"price\":%s}}}".formatted(party.trip(), price))
                .blames("input.flight.price.amount");
        Wire.of(port, party.owner())
                .send(UPDATE, "{\"input\":{\"id\":\"%s\",\"price\":%s}}".formatted(id, price))
                .blames("input.price.amount");
        Wire.of(port, party.owner()).send("""
                        mutation { addFlight(input: { tripId: "%s", flight: { price: { amount: %s } } }) {
                          flight { id } } }""".formatted(party.trip(), amount)).blames("input.flight.price.amount");
    }

    @Test
    void hasACurrency() {
        assertThat(add(party.owner(), Map.of("price", Map.of("amount", 1))).at("/addFlight/flight/price/currency"))
                .isEqualTo("USD");
        for (String unknown : List.of("ABC", "eur", "EURO", "€", "")) {
            add(party.owner(), Map.of("price", Map.of("amount", 1, "currency", unknown)))
                    .blames("input.flight.price.currency");
        }
        add(party.owner(), Map.of("price", Map.of("currency", "EUR"))).blames("input.flight.price.amount");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-01T17:30:00.123456+02:00, 2026-05-01T15:30:00.123456Z",
        "2026-05-01T17:30:00Z, 2026-05-01T17:30:00Z",
        "2026-05-01T17:30:00.5Z, 2026-05-01T17:30:00.5Z",
        "2026-05-01T00:30:00+14:00, 2026-04-30T10:30:00Z",
        "2026-05-01T00:30:00-12:00, 2026-05-01T12:30:00Z",
        "2026-05-01T00:30:00+18:00, 2026-04-30T06:30:00Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z",
        "2024-02-29T00:00:00-00:30, 2024-02-29T00:30:00Z"
    })
    void answersMomentsInUtc(String sent, String stored) {
        assertThat(add(party.owner(), Map.of("departureTime", sent)).at("/addFlight/flight/departureTime"))
                .satisfies(time -> assertThat(time.replaceAll("(\\.\\d*?)0+Z", "$1Z"))
                        .isEqualTo(stored.replaceAll("(\\.\\d*?)0+Z", "$1Z")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-05-01",
                "2026-05-01T17:30:00",
                "2026-02-30T17:30:00Z",
                "2026-05-01T25:00:00Z",
                "2026-05-01T17:30:00+19:00",
                "0000-01-01T00:00:00Z",
                "0001-01-01T00:00:00+01:00",
                "9999-12-31T23:59:59-01:00",
                "+10000-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "infinity",
                "now",
                ""
            })
    void refusesWhatIsNoMoment(String time) {
        add(party.owner(), Map.of("departureTime", time)).blames("input.flight.departureTime");
        Wire.of(port, party.owner()).send("""
                        mutation { addFlight(input: { tripId: "%s", flight: { departureTime: "%s" } }) {
                          flight { id } } }""".formatted(party.trip(), time)).isInvalid();
    }

    @Test
    void refusesThe201stOfATrip() {
        fill(200);

        add(party.owner(), Map.of("flightNumber", "SK201")).blames("input.flight");

        assertThat(numbers()).hasSize(200).doesNotContain("SK201");
        party.owner()
                .execute(
                        REMOVE,
                        Map.of(
                                "id",
                                Wire.of(port, party.owner())
                                        .send(FLIGHTS, Map.of("id", party.trip()))
                                        .at("/trip/flights/7/id")))
                .path("removeFlight.deletedId")
                .hasValue();
        add(party.owner(), Map.of("flightNumber", "SK201")).at("/addFlight/flight/id");
    }

    @Test
    void letsOneOfSeveralTakeTheLastPlace() {
        fill(199);
        Wire wire = Wire.of(port, party.owner());

        List<Wire.Answer> answers = Together.run(
                4,
                i -> wire.send(
                        ADD,
                        Map.of("input", Map.of("tripId", party.trip(), "flight", Map.of("flightNumber", "SK" + i)))));

        List<String> codes = new ArrayList<>();
        answers.forEach(answer -> codes.addAll(answer.codes()));
        assertThat(codes).isEqualTo(Collections.nCopies(3, "BAD_USER_INPUT"));
        assertThat(numbers()).hasSize(200);
    }

    @Test
    void staysWithItsTrip() {
        String id = add(party.owner(), Map.of()).at("/addFlight/flight/id");
        UUID other = party.owner().createTrip("Bergen");

        Wire.of(port, party.owner())
                .send(UPDATE, Map.of("input", Map.of("id", id, "tripId", other)))
                .blames("input.tripId");
        party.stranger()
                .execute(
                        "mutation ($input: AddFlightInput!) { addFlight(input: $input) { flight { id } } }",
                        Map.of("input", Map.of("tripId", "no id", "flight", Map.of())))
                .errors()
                .satisfy(violations("input.tripId"));
    }

    private void fill(int count) {
        Superuser.of(environment)
                .sql("insert into flights (trip_id, flight_number) select ?, 'F' || n from generate_series(1, ?) n")
                .param(party.trip())
                .param(count)
                .update();
    }

    private List<String> numbers() {
        return Wire.of(port, party.owner())
                .send(FLIGHTS, Map.of("id", party.trip()))
                .each("/trip/flights", "/flightNumber");
    }

    private Wire.Answer add(Traveller by, Map<String, ?> flight) {
        return Wire.of(port, by).send(ADD, Map.of("input", Map.of("tripId", party.trip(), "flight", flight)));
    }

    private Wire.Answer update(Traveller by, String id, String field, Object value) {
        return Wire.of(port, by).send(UPDATE, Map.of("input", Map.of("id", id, field, value)));
    }
}
