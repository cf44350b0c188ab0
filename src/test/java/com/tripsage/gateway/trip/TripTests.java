package com.tripsage.gateway.trip;

import static com.tripsage.gateway.Errors.code;
import static com.tripsage.gateway.Errors.violations;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Party;
import com.tripsage.gateway.Together;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.TwoTravellers;
import com.tripsage.gateway.Wire;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.test.tester.GraphQlTester;

class TripTests extends TwoTravellers {

    private static final String TRIP = """
            query ($id: ID!) {
              trip(id: $id) {
                title description status startDate endDate budget { amount currency } destinations metadata version
              }
            }""";

    private static final String UPDATE =
            "mutation ($input: UpdateTripInput!) { updateTrip(input: $input) { trip { title version } } }";

    private static final String DELETE = "mutation ($id: ID!) { deleteTrip(id: $id) { deletedId } }";

    private static final Map<String, Object> OSLO = Map.of(
            "title",
            "Oslo",
            "description",
            "By night train",
            "startDate",
            "2026-05-01",
            "endDate",
            "2026-05-09",
            "budget",
            Map.of("amount", 900, "currency", "NOK"),
            "destinations",
            List.of("Oslo"),
            "status",
            "BOOKED",
            "metadata",
            Map.of("source", "test"));

    @Test
    void refusesAStaleVersion() {
        UUID id = ada.createTrip("Oslo");
        ada.execute(UPDATE, Map.of("input", Map.of("id", id, "expectedVersion", 1, "title", "Oslo and back")))
                .path("updateTrip.trip.version")
                .entity(Integer.class)
                .isEqualTo(2);

        ada.execute(UPDATE, Map.of("input", Map.of("id", id, "expectedVersion", 1, "title", "Bergen")))
                .errors()
                .satisfy(code("CONFLICT"));

        ada.execute("query ($id: ID!) { trip(id: $id) { title } }", Map.of("id", id))
                .path("trip.title")
                .entity(String.class)
                .isEqualTo("Oslo and back");
    }

    @Test
    void letsOneOfTwoChangesOfTheSameVersionThrough() {
        UUID id = ada.createTrip("Oslo");
        Wire wire = Wire.of(port, ada);

        List<Wire.Answer> answers = Together.run(
                4, i -> wire.send(UPDATE, Map.of("input", Map.of("id", id, "expectedVersion", 1, "title", "By " + i))));

        assertThat(answers.stream().flatMap(answer -> answer.codes().stream()))
                .containsExactly("CONFLICT", "CONFLICT", "CONFLICT");
        assertThat(wire.send(TRIP, Map.of("id", id)).at("/trip/version")).isEqualTo("2");
    }

    @Test
    void losesNoneOfManyChanges() {
        UUID id = ada.createTrip("Oslo");
        Wire wire = Wire.of(port, ada);

        List<String> versions =
                Together.run(8, i -> wire.send(UPDATE, Map.of("input", Map.of("id", id, "title", "By " + i)))
                        .at("/updateTrip/trip/version"));

        assertThat(versions)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(2, 9).mapToObj(Integer::toString).toList());
    }

    @Test
    void hasWhatNobodySaid() {
        UUID id = ada.createTrip("Oslo");

        assertThat(trip(id)).isEqualTo("""
                {"title":"Oslo","description":null,"status":"PLANNING","startDate":null,"endDate":null,"budget":null,\
                "destinations":[],"metadata":{},"version":1}""");
    }

    @Test
    void keepsWhatIsAbsent() {
        UUID id = ada.createTrip(OSLO);

        update(id, "title", "Oslo and back").path("updateTrip.trip.version").hasValue();

        assertThat(trip(id)).isEqualTo("""
                {"title":"Oslo and back","description":"By night train","status":"BOOKED","startDate":"2026-05-01",\
                "endDate":"2026-05-09","budget":{"amount":900.00,"currency":"NOK"},"destinations":["Oslo"],\
                "metadata":{"source":"test"},"version":2}""");
    }

    @Test
    void clearsWhatIsNull() {
        UUID id = ada.createTrip(OSLO);
        Map<String, @Nullable Object> input = new HashMap<>();
        input.put("id", id);
        for (String field : List.of("description", "startDate", "endDate", "budget", "destinations", "metadata")) {
            input.put(field, null);
        }

        ada.execute(UPDATE, Map.of("input", input))
                .path("updateTrip.trip.version")
                .hasValue();

        assertThat(trip(id)).isEqualTo("""
                {"title":"Oslo","description":null,"status":"BOOKED","startDate":null,"endDate":null,"budget":null,\
                "destinations":null,"metadata":null,"version":2}""");
    }

    @Test
    void keepsWhatIsRequired() {
        UUID id = ada.createTrip(OSLO);
        Map<String, @Nullable Object> input = new HashMap<>();
        input.put("id", id);
        input.put("title", null);
        input.put("status", null);

        ada.execute(UPDATE, Map.of("input", input)).errors().satisfy(violations("input.title", "input.status"));
        update(id, "title", " \n").errors().satisfy(violations("input.title"));
        update(id, "title", "").errors().satisfy(violations("input.title"));
        update(id, "title", "x".repeat(256)).errors().satisfy(violations("input.title"));
        update(id, "title", "x".repeat(255)).path("updateTrip.trip.version").hasValue();
    }

    @Test
    void keepsItsDatesInOrder() {
        UUID id = ada.createTrip(OSLO);

        ada.execute(
                        UPDATE,
                        Map.of(
                                "input",
                                Map.of("id", id, "startDate", "2027-01-02", "endDate", "2027-01-01", "title", "x")))
                .errors()
                .satisfy(violations("input.endDate"));
        update(id, "startDate", "2026-05-10").errors().satisfy(violations("input.endDate"));
        update(id, "endDate", "2026-04-30").errors().satisfy(violations("input.endDate"));
        assertThat(trip(id)).contains("\"title\":\"Oslo\"", "2026-05-01", "2026-05-09", "\"version\":1");

        update(id, "endDate", "2026-05-01").path("updateTrip.trip.version").hasValue();
        ada.execute(UPDATE, Map.of("input", Map.of("id", id, "startDate", "2027-01-01", "endDate", "2027-01-01")))
                .path("updateTrip.trip.version")
                .hasValue();
    }

    @Test
    void isChangedByItsOwnerAndEditorsOnly() {
        Party party = Party.around(port, "Oslo");
        UUID id = party.trip();
        Map<String, Object> change = Map.of("input", Map.of("id", id, "title", "Bergen"));

        party.viewer().execute(UPDATE, change).errors().satisfy(code("FORBIDDEN"));
        party.stranger().execute(UPDATE, change).errors().satisfy(code("NOT_FOUND"));
        assertThat(Wire.of(port, party.owner()).send(TRIP, Map.of("id", id)).at("/trip"))
                .contains("\"title\":\"Oslo\"");

        party.editor()
                .execute(UPDATE, change)
                .path("updateTrip.trip.title")
                .entity(String.class)
                .isEqualTo("Bergen");
    }

    @Test
    void tellsAViewerNothingOfVersions() {
        UUID id = ada.createTrip("Oslo");
        Traveller viewer = Traveller.known(port);
        ada.share(id, viewer, "VIEWER");
        Map<String, Object> change = Map.of("input", Map.of("id", id, "expectedVersion", 7, "title", "Bergen"));

        viewer.execute(UPDATE, change).errors().satisfy(code("FORBIDDEN"));
        Traveller.known(port).execute(UPDATE, change).errors().satisfy(code("NOT_FOUND"));
        ada.execute(UPDATE, change).errors().satisfy(code("CONFLICT"));
    }

    @Test
    void doesNotExistForStrangers() {
        UUID id = ada.createTrip("Oslo");

        Wire stranger = Wire.of(port, Traveller.known(port));

        assertThat(stranger.send(TRIP, Map.of("id", id)).at("/trip")).isEqualTo("null");
        assertThat(stranger.send(TRIP, Map.of("id", UUID.randomUUID())).at("/trip"))
                .isEqualTo("null");
    }

    @Test
    void isDeletedByItsOwnerOnly() {
        Party party = Party.around(port, "Oslo");
        UUID id = party.trip();

        party.editor().execute(DELETE, Map.of("id", id)).errors().satisfy(code("FORBIDDEN"));
        party.viewer().execute(DELETE, Map.of("id", id)).errors().satisfy(code("FORBIDDEN"));
        party.stranger().execute(DELETE, Map.of("id", id)).errors().satisfy(code("NOT_FOUND"));
        party.owner()
                .execute(DELETE, Map.of("id", id))
                .path("deleteTrip.deletedId")
                .entity(UUID.class)
                .isEqualTo(id);
        party.owner().execute(DELETE, Map.of("id", id)).errors().satisfy(code("NOT_FOUND"));
        party.owner()
                .execute(UPDATE, Map.of("input", Map.of("id", id, "title", "Bergen")))
                .errors()
                .satisfy(code("NOT_FOUND"));
    }

    @Test
    void takesItsFlightsAndStaysAlong() {
        UUID id = ada.createTrip(Map.of(
                "title",
                "Oslo",
                "flights",
                List.of(Map.of("flightNumber", "SK802")),
                "accommodations",
                List.of(Map.of("name", "Casa"))));
        Wire wire = Wire.of(port, ada);
        Wire.Answer parts = wire.send(
                "query ($id: ID!) { trip(id: $id) { flights { id } accommodations { id } } }", Map.of("id", id));

        ada.execute(DELETE, Map.of("id", id)).path("deleteTrip.deletedId").hasValue();

        String node = "query ($id: ID!) { node(id: $id) { id } }";
        assertThat(wire.send(node, Map.of("id", parts.at("/trip/flights/0/id"))).at("/node"))
                .isEqualTo("null");
        assertThat(wire.send(node, Map.of("id", parts.at("/trip/accommodations/0/id")))
                        .at("/node"))
                .isEqualTo("null");
    }

    private String trip(UUID id) {
        return Wire.of(port, ada).send(TRIP, Map.of("id", id)).at("/trip");
    }

    private GraphQlTester.Response update(UUID id, String field, Object value) {
        return ada.execute(UPDATE, Map.of("input", Map.of("id", id, field, value)));
    }
}
