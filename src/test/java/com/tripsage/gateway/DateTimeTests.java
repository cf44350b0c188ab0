package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts are moments. */
class DateTimeTests extends RunningGateway {

    private static final String ADD = """
            mutation ($trip: ID!, $time: DateTime) {
              addFlight(input: { tripId: $trip, flight: { departureTime: $time } }) { flight { departureTime } }
            }""";

    Wire ada;
    String trip;

    @BeforeEach
    void plan() {
        Traveller person = Traveller.known(port);
        ada = Wire.of(port, person);
        trip = person.createTrip("Oslo").toString();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-01T17:30:00-00:00, 2026-05-01T17:30:00Z",
        "2026-05-01t17:30:00z, 2026-05-01T17:30:00Z",
        "2026-05-01t17:30:00+02:00, 2026-05-01T15:30:00Z",
        "2016-12-31T23:59:60Z, 2016-12-31T23:59:59Z",
        "2016-12-31T23:59:60.25Z, 2016-12-31T23:59:59.25Z",
        "2017-01-01T08:59:60+09:00, 2016-12-31T23:59:59Z",
        "1990-12-31T15:59:60-08:00, 1990-12-31T23:59:59Z",
        "2026-05-01T17:30:00.123456Z, 2026-05-01T17:30:00.123456Z",
        "2026-05-01T17:30:00.1234564Z, 2026-05-01T17:30:00.123456Z",
        "2026-05-01T17:30:00.123456400000Z, 2026-05-01T17:30:00.123456Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z"
    })
    void takesWhatRfc3339Has(String given, String stored) {
        assertThat(ada.send(ADD, "{\"trip\": \"%s\", \"time\": \"%s\"}".formatted(trip, given))
                        .at("/addFlight/flight/departureTime"))
                .isEqualTo(stored);
        assertThat(ada.send(
                                "mutation { addFlight(input: { tripId: \"%s\", flight: { departureTime: \"%s\" } }) { flight { departureTime } } }"
                                        .formatted(trip, given))
                        .at("/addFlight/flight/departureTime"))
                .isEqualTo(stored);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-05-01 17:30:00Z",
                "2026-05-01T17:30Z",
                "2026-05-01T17:30:00",
                "2026-05-01T17:30:60Z",
                "2026-05-01T23:59:60+02:00",
                "2026-05-01T23:59:61Z",
                "2026-05-01T24:00:00Z",
                "2026-02-30T00:00:00Z",
                "2026-05-01T17:30:00.Z",
                "2026-05-01T17:30:0012Z",
                "2026-05-01T17:30:00+2:00",
                "2026-05-01T17:30:00+0200",
                "2026-05-01T17:30:00+19:00",
                "2026-05-01",
                "+2026-05-01T17:30:00Z",
                "0000-05-01T17:30:00Z",
                "2026-05-01T17:30:00Z[UTC]",
                "\u0662\u0660\u0662\u0666-05-01T17:30:00Z",
                "",
                "now"
            })
    void refusesWhatItHasNot(String given) {
        ada.send(ADD, "{\"trip\": \"%s\", \"time\": \"%s\"}".formatted(trip, given))
                .blames("time");
    }
}
