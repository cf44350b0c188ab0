package com.tripsage.gateway.accommodation;

import static com.tripsage.gateway.Errors.code;
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
import tools.jackson.databind.JsonNode;

class AccommodationTests extends RunningGateway {

    private static final String STAY = """
            id name type address coordinates { latitude longitude } checkInDate checkOutDate
            pricePerNight { amount currency } totalPrice { amount currency } bookingReference amenities ratings status
            rawData version""";

    private static final String ADD = "mutation ($input: AddAccommodationInput!) {"
            + " addAccommodation(input: $input) { accommodation { " + STAY + " trip { id } } } }";

    private static final String UPDATE = "mutation ($input: UpdateAccommodationInput!) {"
            + " updateAccommodation(input: $input) { accommodation { " + STAY + " } } }";

    private static final String REMOVE = "mutation ($id: ID!) { removeAccommodation(id: $id) { deletedId } }";

    private static final String STAYS = "query ($id: ID!) { trip(id: $id) { accommodations { id name } } }";

    Party party;

    @BeforeEach
    void arrive() {
        party = Party.around(port, "Lisbon");
    }

    @Test
    void isAddedByOwnerAndEditorsOnly() {
        assertThat(add(party.owner(), Map.of("name", "Casa")).at("/addAccommodation/accommodation/trip/id"))
                .isEqualTo(party.trip().toString());
        assertThat(add(party.editor(), Map.of("name", "Hostel")).at("/addAccommodation/accommodation/status"))
                .isEqualTo("SEARCHED");
        add(party.viewer(), Map.of("name", "No")).isRefused("FORBIDDEN");
        add(party.stranger(), Map.of("name", "No")).isRefused("NOT_FOUND");

        assertThat(names()).containsExactlyInAnyOrder("Casa", "Hostel");
    }

    @Test
    void isChangedByOwnerAndEditorsOnly() {
        String id = id(add(party.owner(), Map.of("name", "Casa")));

        assertThat(update(party.owner(), id, Map.of("status", "HELD")).at("/updateAccommodation/accommodation/status"))
                .isEqualTo("HELD");
        assertThat(update(party.editor(), id, Map.of("status", "BOOKED"))
                        .at("/updateAccommodation/accommodation/version"))
                .isEqualTo("3");
        update(party.viewer(), id, Map.of("status", "CANCELLED")).isRefused("FORBIDDEN");
        update(party.stranger(), id, Map.of("status", "CANCELLED")).isRefused("NOT_FOUND");
        update(party.owner(), UUID.randomUUID().toString(), Map.of("status", "HELD"))
                .isRefused("NOT_FOUND");
        update(party.owner(), id, Map.of("status", "HELD", "expectedVersion", 1))
                .isRefused("CONFLICT");
    }

    @Test
    void isRemovedByOwnerAndEditorsOnly() {
        String id = id(add(party.owner(), Map.of("name", "Casa")));

        party.viewer().execute(REMOVE, Map.of("id", id)).errors().satisfy(code("FORBIDDEN"));
        party.stranger().execute(REMOVE, Map.of("id", id)).errors().satisfy(code("NOT_FOUND"));
        party.editor()
                .execute(REMOVE, Map.of("id", id))
                .path("removeAccommodation.deletedId")
                .entity(String.class)
                .isEqualTo(id);
        party.owner().execute(REMOVE, Map.of("id", id)).errors().satisfy(code("NOT_FOUND"));
        assertThat(names()).isEmpty();
    }

    @Test
    void comesBackAsItWasAdded() {
        Wire.Answer answer = Wire.of(port, party.owner()).send(ADD, """
                {"input":{"tripId":"%s","accommodation":{"name":"Casa","type":"hotel","address":"Rua 1\\nLisboa",
                "coordinates":{"latitude":38.71,"longitude":-9.14},"checkInDate":"2026-05-01","checkOutDate":"2026-05-02",
                "pricePerNight":{"amount":70.1,"currency":"EUR"},"totalPrice":{"amount":140.20,"currency":"EUR"},
                "bookingReference":"X1","amenities":["wifi"],"ratings":{"stars":4.50},"status":"HELD",
                "rawData":{"a":null}}}}""".formatted(party.trip()));

        assertThat(answer.body()).contains("""
                "name":"Casa","type":"hotel","address":"Rua 1\\nLisboa","coordinates":{"latitude":38.71,"longitude":-9.14},\
                "checkInDate":"2026-05-01","checkOutDate":"2026-05-02","pricePerNight":{"amount":70.10,"currency":"EUR"},\
                "totalPrice":{"amount":140.20,"currency":"EUR"},"bookingReference":"X1","amenities":["wifi"],\
                "ratings":{"stars": 4.50},"status":"HELD","rawData":{"a": null},"version":1""");
    }

    @Test
    void clearsWhatIsNull() {
        String id = id(add(
                party.owner(),
                Map.of(
                        "name",
                        "Casa",
                        "type",
                        "hotel",
                        "coordinates",
                        Map.of("latitude", 1, "longitude", 2),
                        "pricePerNight",
                        Map.of("amount", 1, "currency", "EUR"),
                        "checkInDate",
                        "2026-05-01")));
        Map<String, @Nullable Object> nulls = new HashMap<>();
        for (String field : List.of("type", "coordinates", "pricePerNight", "checkInDate", "amenities", "ratings")) {
            nulls.put(field, null);
        }

        assertThat(update(party.owner(), id, nulls).at("/updateAccommodation/accommodation"))
                .isEqualTo("""
                {"id":"%s","name":"Casa","type":null,"address":null,"coordinates":null,"checkInDate":null,\
                "checkOutDate":null,"pricePerNight":null,"totalPrice":null,"bookingReference":null,"amenities":null,\
                "ratings":null,"status":"SEARCHED","rawData":{},"version":2}""".formatted(id));
        nulls.clear();
        nulls.put("name", null);
        nulls.put("status", null);
        update(party.owner(), id, nulls).blames("input.name", "input.status");
    }

    @ParameterizedTest
    @CsvSource({"90, 180", "-90, -180", "0, 0", "38.7166666, -9.1333333", "-0.5, 1e-7"})
    void standsOnEarth(double latitude, double longitude) {
        String id = id(add(party.owner(), Map.of("name", "Casa")));
        Map<String, Double> point = Map.of("latitude", latitude, "longitude", longitude);

        Wire.Answer added = add(party.owner(), Map.of("name", "Casa", "coordinates", point));
        Wire.Answer updated = update(party.owner(), id, Map.of("coordinates", point));

        for (String answer : List.of(
                added.at("/addAccommodation/accommodation/coordinates"),
                updated.at("/updateAccommodation/accommodation/coordinates"))) {
            JsonNode back = Wire.JSON.readTree(answer);
            assertThat(back.get("latitude").doubleValue()).isEqualTo(latitude);
            assertThat(back.get("longitude").doubleValue()).isEqualTo(longitude);
        }
    }

    @Test
    void standsNowhereElse() {
        Map<String, Object> outside = Map.of("latitude", 90.1, "longitude", -180.1);

        add(party.owner(), Map.of("name", "Casa", "coordinates", outside))
                .blames("input.accommodation.coordinates.latitude", "input.accommodation.coordinates.longitude");
        update(party.owner(), id(add(party.owner(), Map.of("name", "Casa"))), Map.of("coordinates", outside))
                .blames("input.coordinates.latitude", "input.coordinates.longitude");
        add(party.owner(), Map.of("name", "Casa", "coordinates", Map.of("latitude", 1)))
                .blames("input.accommodation.coordinates.longitude");
        add(party.owner(), Map.of("name", "Casa", "coordinates", Map.of("latitude", "1", "longitude", "NaN")))
                .blames("input.accommodation.coordinates.latitude", "input.accommodation.coordinates.longitude");
    }

    @Test
    void hasItsPricesInOneCurrencyOrTwo() {
        Map<String, Object> euros = Map.of("amount", 70, "currency", "EUR");
        Map<String, Object> pounds = Map.of("amount", 140, "currency", "GBP");
        String inEuros = "\"pricePerNight\":{\"amount\":70.00,\"currency\":\"EUR\"}";
        String inPounds = "\"totalPrice\":{\"amount\":140.00,\"currency\":\"GBP\"}";

        assertThat(add(party.owner(), Map.of("name", "Casa", "pricePerNight", euros, "totalPrice", pounds))
                        .body())
                .contains(inEuros, inPounds);
        String id = id(add(party.owner(), Map.of("name", "Casa", "pricePerNight", euros, "totalPrice", euros)));
        assertThat(update(party.owner(), id, Map.of("totalPrice", pounds)).body())
                .contains(inEuros, inPounds);
        assertThat(update(party.owner(), id, Map.of("totalPrice", Map.of("amount", 150)))
                        .body())
                .contains(inEuros, "\"totalPrice\":{\"amount\":150.00,\"currency\":\"GBP\"}");
        assertThat(update(party.owner(), id, Map.of("pricePerNight", pounds)).body())
                .contains(
                        "\"pricePerNight\":{\"amount\":140.00,\"currency\":\"GBP\"}",
                        "\"amount\":150.00,\"currency\":\"GBP\"");

        assertThat(update(party.owner(), id, Map.of("pricePerNight", pounds, "totalPrice", pounds))
                        .body())
                .contains(
                        "\"pricePerNight\":{\"amount\":140.00,\"currency\":\"GBP\"}",
                        "\"totalPrice\":{\"amount\":140.00,\"currency\":\"GBP\"}");
        Map<String, @Nullable Object> one = new HashMap<>();
        one.put("pricePerNight", euros);
        one.put("totalPrice", null);
        assertThat(update(party.owner(), id, one).body())
                .contains("\"pricePerNight\":{\"amount\":70.00,\"currency\":\"EUR\"}", "\"totalPrice\":null");
        assertThat(add(party.owner(), Map.of("name", "Casa", "totalPrice", pounds))
                        .body())
                .contains("\"pricePerNight\":null", "\"totalPrice\":{\"amount\":140.00,\"currency\":\"GBP\"}");
    }

    @Test
    void refusesACurrencyToWhoMayNotChangeThePrice() {
        Map<String, Object> euros = Map.of("amount", 70, "currency", "EUR");
        Map<String, Object> pounds = Map.of("amount", 140, "currency", "GBP");
        String id = id(add(party.owner(), Map.of("name", "Casa", "pricePerNight", euros)));

        update(party.viewer(), id, Map.of("totalPrice", pounds)).isRefused("FORBIDDEN");
        update(party.stranger(), id, Map.of("totalPrice", pounds)).isRefused("NOT_FOUND");
    }

    @Test
    void endsAfterItBegins() {
        add(party.owner(), Map.of("name", "Casa", "checkInDate", "2026-05-02", "checkOutDate", "2026-05-01"))
                .blames("input.accommodation.checkOutDate");
        String id = id(
                add(party.owner(), Map.of("name", "Casa", "checkInDate", "2026-05-01", "checkOutDate", "2026-05-01")));
        update(party.owner(), id, Map.of("checkInDate", "2026-05-02")).blames("input.checkOutDate");
        update(party.owner(), id, Map.of("checkOutDate", "2026-04-30")).blames("input.checkOutDate");
    }

    @Test
    void namesWhatIsTooLong() {
        Map<String, Object> fields = Map.of(
                "name", "x".repeat(256),
                "type", "x".repeat(51),
                "address", "x".repeat(10_001),
                "bookingReference", "x".repeat(101));

        add(party.owner(), fields)
                .blames(
                        "input.accommodation.name",
                        "input.accommodation.type",
                        "input.accommodation.address",
                        "input.accommodation.bookingReference");
        update(party.owner(), id(add(party.owner(), Map.of("name", "Casa"))), fields)
                .blames("input.name", "input.type", "input.address", "input.bookingReference");
        add(party.owner(), Map.of("name", " ")).blames("input.accommodation.name");
        add(party.owner(), Map.of()).blames("input.accommodation.name");
    }

    @Test
    void standsInOrderOfCheckIn() {
        add(party.owner(), Map.of("name", "None"));
        add(party.owner(), Map.of("name", "Late", "checkInDate", "2026-05-03"));
        add(party.owner(), Map.of("name", "Longer", "checkInDate", "2026-05-01", "checkOutDate", "2026-05-03"));
        add(party.owner(), Map.of("name", "Shorter", "checkInDate", "2026-05-01", "checkOutDate", "2026-05-02"));

        assertThat(names()).containsExactly("Shorter", "Longer", "Late", "None");
    }

    @Test
    void refusesThe201stOfATrip() {
        fill(200);

        add(party.owner(), Map.of("name", "Casa")).blames("input.accommodation");

        assertThat(names()).hasSize(200).doesNotContain("Casa");
    }

    @Test
    void letsOneOfSeveralTakeTheLastPlace() {
        fill(199);

        List<Wire.Answer> answers = Together.run(4, i -> add(party.owner(), Map.of("name", "Casa " + i)));

        List<String> codes = new ArrayList<>();
        answers.forEach(answer -> codes.addAll(answer.codes()));
        assertThat(codes).isEqualTo(Collections.nCopies(3, "BAD_USER_INPUT"));
        assertThat(names()).hasSize(200);
    }

    private void fill(int count) {
        Superuser.of(environment)
                .sql("insert into accommodations (trip_id, name) select ?, 'Stay ' || n from generate_series(1, ?) n")
                .param(party.trip())
                .param(count)
                .update();
    }

    private List<String> names() {
        return Wire.of(port, party.owner())
                .send(STAYS, Map.of("id", party.trip()))
                .each("/trip/accommodations", "/name");
    }

    private static String id(Wire.Answer added) {
        return added.at("/addAccommodation/accommodation/id");
    }

    private Wire.Answer add(Traveller by, Map<String, ?> stay) {
        return Wire.of(port, by).send(ADD, Map.of("input", Map.of("tripId", party.trip(), "accommodation", stay)));
    }

    private Wire.Answer update(Traveller by, String id, Map<String, ? extends @Nullable Object> fields) {
        Map<String, @Nullable Object> input = new HashMap<>(fields);
        input.put("id", id);
        return Wire.of(port, by).send(UPDATE, Map.of("input", input));
    }
}
