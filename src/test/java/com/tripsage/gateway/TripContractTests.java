package com.tripsage.gateway;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a frontend sends for a trip with all its parts, as it stands in the contract. */
class TripContractTests extends ContractTest {

    private static final Map<String, String> TRIP = operations("trip");

    @Test
    void isAnsweredWhole() {
        assertThat(TRIP.keySet()).containsExactlyInAnyOrder("PlanTrip", "AddFlightByTicket", "BoardFlight");
    }

    @Test
    void answersPlanTrip() {
        assertThat(planned()).isNotBlank();
    }

    @Test
    void answersAddFlightByTicket() {
        Wire.Answer added = ask("AddFlightByTicket", """
                { "input": { "tripId": "%s", "flight": { "flightNumber": "TP571", "departureAirport": "BER", "arrivalAirport": "LIS",
                  "departure": { "localDateTime": "2027-05-01T06:10" }, "arrival": { "localDateTime": "2027-05-01T08:50" } } } }
                """.formatted(planned()));
        assertThat(added.at("/addFlight/flight/departure")).isEqualTo("""
                {"instant":"2027-05-01T04:10:00Z","localDateTime":"2027-05-01T06:10:00","date":"2027-05-01","timeZone":"Europe/Berlin"}""");
        assertThat(added.at("/addFlight/flight/arrivalTime")).isEqualTo("2027-05-01T07:50:00Z");
        assertThat(ask("BoardFlight", """
                        { "input": { "id": "%s", "departureTerminal": "1", "departureGate": "A12",
                          "boarding": { "localDateTime": "2027-05-01T05:40" },
                          "travellers": [{ "name": "Ada Lovelace", "seat": "12A", "ticketNumber": "0472112345678" }] } }
                        """.formatted(added.at("/addFlight/flight/id")))
                        .at("/updateFlight/flight/boarding/instant"))
                .isEqualTo("2027-05-01T03:40:00Z");
    }

    /** The id of a trip that the operation made. */
    private String planned() {
        return ask("PlanTrip", """
                { "input": { "title": "Portugal by train", "startDate": "2027-05-01", "endDate": "2027-05-04" } }
                """).at("/createTrip/trip/id");
    }

    private Wire.Answer ask(String operation, String variables) {
        return wire.send(requireNonNull(TRIP.get(operation), operation), variables);
    }
}
