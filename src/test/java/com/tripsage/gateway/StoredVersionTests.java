package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client learns that changes, or removes, something of another version. */
class StoredVersionTests extends RunningGateway {

    private static final String MAKE = """
            mutation {
              createTrip(input: { title: "Oslo", flights: [{ airline: "SK" }], accommodations: [{ name: "Casa" }] }) {
                trip { id flights { id } accommodations { id } }
              }
              startChatSession(input: { title: "Oslo" }) { chatSession { id } }
              addMemory(input: { kind: INSIGHT, text: "Likes fjords" }) { memory { id } }
            }""";

    Traveller person;
    Wire ada;
    Wire.Answer made;

    @BeforeEach
    void make() {
        person = Traveller.known(port);
        ada = Wire.of(port, person);
        made = ada.send(MAKE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "updateTrip|trip { version }|title: \"%s\"|/createTrip/trip/id",
                "updateFlight|flight { version }|airline: \"%s\"|/createTrip/trip/flights/0/id",
                "updateAccommodation|accommodation { version }|name: \"%s\"|/createTrip/trip/accommodations/0/id",
                "updateChatSession|chatSession { version }|title: \"%s\"|/startChatSession/chatSession/id",
                "updateMemory|memory { version }|metadata: { a: \"%s\" }|/addMemory/memory/id",
                "updateViewer|viewer { version }|profile: { a: \"%s\" }|"
            })
    void aConflictBringsTheStoredVersion(String mutation, String selection, String field, String id) {
        String input = (id == null ? "" : "id: \"" + made.at(id) + "\", ") + "expectedVersion: %d, " + field;
        String document = "mutation { " + mutation + "(input: { " + input + " }) { " + selection + " } }";
        ada.send(document.formatted(1, "once")).at("/" + mutation);
        ada.send(document.formatted(2, "twice")).at("/" + mutation);

        Wire.Answer stale = ada.send(document.formatted(1, "stale"));

        stale.isRefused("CONFLICT");
        assertThat(stale.json().at("/errors/0/extensions/storedVersion").intValue())
                .as(stale.body())
                .isEqualTo(3);
        assertThat(Wire.of(port, Traveller.known(port))
                        .send(document.formatted(7, "x"))
                        .body())
                .doesNotContain("\"storedVersion\":3");
    }

    /** The second time nothing changes, and nothing is told to have. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "updateTrip|trip { version updatedAt }|title: \"Bari\", budget: { amount: 3.10, currency: \"EUR\" }, metadata: { b: 1, a: [2.50] }|/createTrip/trip/id",
                "updateFlight|flight { version updatedAt }|airline: \"AF\", departureTime: \"2026-05-01T12:00:00+02:00\", price: { amount: 3 }|/createTrip/trip/flights/0/id",
                "updateAccommodation|accommodation { version updatedAt }|name: \"Rosa\", coordinates: { latitude: 1.5, longitude: 2 }, totalPrice: { amount: 3 }|/createTrip/trip/accommodations/0/id",
                "updateChatSession|chatSession { version updatedAt }|title: \"Bari\", sessionState: { a: 1 }|/startChatSession/chatSession/id",
                "updateMemory|memory { version updatedAt }|text: \"Likes lakes\", metadata: { a: 1 }|/addMemory/memory/id",
                "updateViewer|viewer { version updatedAt }|profile: { a: 1 }|"
            })
    void aChangeToWhatIsStoredIsNone(String mutation, String selection, String fields, String id) {
        String input = (id == null ? "" : "id: \"" + made.at(id) + "\", ") + fields;
        String document = "mutation { " + mutation + "(input: { " + input + " }) { " + selection + " } }";
        String first = ada.send(document).at("/" + mutation);
        long events = events();

        assertThat(ada.send(document).at("/" + mutation)).isEqualTo(first);
        assertThat(events()).isEqualTo(events);

        ada.send("mutation { " + mutation + "(input: { " + input + ", expectedVersion: 1 }) { " + selection + " } }")
                .isRefused("CONFLICT");
    }

    @Test
    void whatIsRemovedLeavesItsTrip() {
        String trip = made.at("/createTrip/trip/id");
        String selection = "{ deletedId trip { id flights { id } accommodations { id } spentByCurrency { amount } } }";
        Wire.Answer removed = ada.send(
                "mutation { addFlight(input: { tripId: \"%s\", flight: { airline: \"AF\" } }) { flight { trip { flights { airline } } } } removeFlight(id: \"%s\") %s removeAccommodation(id: \"%s\") %s }"
                        .formatted(
                                trip,
                                made.at("/createTrip/trip/flights/0/id"),
                                selection,
                                made.at("/createTrip/trip/accommodations/0/id"),
                                selection));

        assertThat(removed.at("/removeFlight/trip/id")).isEqualTo(trip);
        assertThat(removed.each("/removeFlight/trip/flights", "/id")).hasSize(1);
        assertThat(removed.each("/removeFlight/trip/accommodations", "/id")).hasSize(1);
        assertThat(removed.at("/removeAccommodation/trip/id")).isEqualTo(trip);
        assertThat(removed.each("/removeAccommodation/trip/accommodations", "/id"))
                .isEmpty();
    }

    @Test
    void listsHaveTheirElementsWithoutCursors() {
        String session = made.at("/startChatSession/chatSession/id");
        ada.send(
                        "mutation { postChatMessage(input: { sessionId: \"%s\", role: USER, content: \"Hi\" }) { message { id } } }"
                                .formatted(session))
                .at("/postChatMessage");
        Wire.Answer lists = ada.send("""
                {
                  trips(first: 5) { nodes { id } edges { node { id } } }
                  memories(last: 5) { nodes { id } edges { node { id } } }
                  chatSessions { nodes { id messages(last: 1) { nodes { id content } edges { node { id content } } } } edges { node { id } } }
                }""");

        for (String list : List.of("/trips", "/memories", "/chatSessions", "/chatSessions/nodes/0/messages")) {
            List<String> ids = new ArrayList<>(lists.each(list + "/nodes", "/id"));
            assertThat(ids).hasSize(1).isEqualTo(lists.each(list + "/edges", "/node/id"));
        }
    }

    /** Elements cost what they cost, however they are asked for. */
    @Test
    void elementsWithoutCursorsArePriced() {
        String edges = ada.sendAskingForTheCost("{ trips(first: 50) { edges { node { owner { id } } } } }", "{}")
                .extension("/cost/operation");
        String nodes = ada.sendAskingForTheCost("{ trips(first: 50) { nodes { owner { id } } } }", "{}")
                .extension("/cost/operation");

        assertThat(nodes).isNotEmpty().isEqualTo(edges);
    }

    private long events() {
        return Superuser.of(environment)
                .sql("select count(*) from changelog.change_log where actor_id = ?")
                .param(person.id())
                .query(Long.class)
                .single();
    }
}
