package com.tripsage.gateway;

import static com.tripsage.gateway.Errors.code;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@GatewayTest
class TripTests {

    private static final String UPDATE =
            "mutation ($input: UpdateTripInput!) { updateTrip(input: $input) { trip { title version } } }";

    @LocalServerPort
    int port;

    Traveller ada;

    @BeforeEach
    void arrive() {
        ada = Traveller.known(port);
    }

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
}
