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
        assertThat(TRIP.keySet()).containsExactlyInAnyOrder("PlanTrip");
    }

    @Test
    void answersPlanTrip() {
        assertThat(planned()).isNotBlank();
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
