package com.tripsage.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.GatewayApplication;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Together;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.live.Listener;
import com.tripsage.gateway.live.LiveOperations;
import com.tripsage.gateway.security.Callers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;

/** Behind PgBouncer in transaction mode each transaction may have another connection. Skipped where there is none. */
@SpringBootTest(classes = GatewayApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = PgBouncer.class)
@EnabledIf("com.tripsage.gateway.database.PgBouncer#isInstalled")
class PgBouncerTests {

    @LocalServerPort
    int port;

    @Autowired
    LiveOperations operations;

    @Autowired
    Callers callers;

    @Autowired
    Environment environment;

    @Test
    void everybodySeesTheirOwn() {
        List<Traveller> travellers =
                Together.run(8, worker -> Traveller.known(port)).stream().toList();

        Together.run(8, worker -> {
            Traveller traveller = travellers.get(worker);
            for (int n = 1; n <= 20; n++) {
                traveller.createTrip("Trip of " + traveller.id());
                assertThat(Wire.of(port, traveller)
                                .send("{ trips(first: 100) { edges { node { title flights { id } } } } }")
                                .each("/trips/edges", "/node/title"))
                        .hasSize(n)
                        .containsOnly("Trip of " + traveller.id());
            }
            return true;
        });
    }

    @Test
    void searchesByVector() {
        Traveller ada = Traveller.known(port);
        Wire wire = Wire.of(port, ada);
        wire.send("mutation { addMemory(input: { kind: PREFERENCE, text: \"I prefer aisle seats\" }) { outcome } }")
                .at("/addMemory/outcome");

        assertThat(wire.send("{ searchMemories(query: { text: \"aisle\" }, first: 1) { hits { memory { text } } } }")
                        .at("/searchMemories/hits/0/memory/text"))
                .isEqualTo("I prefer aisle seats");
    }

    @Test
    void followsTheChangeLog() {
        Traveller ada = Traveller.known(port);
        UUID trip = ada.createTrip("Oslo");
        Listener listener = Listener.to(operations, callers, ada.token(), Listener.TRIP_EVENTS, Map.of());
        String begun = listener.event().path("cursor").stringValue();

        for (int n = 0; n < 50; n++) {
            Superuser.of(environment)
                    .sql("update trips set title = ? where id = ?")
                    .params("Title " + n, trip)
                    .update();
        }

        for (int n = 0; n < 50; n++) {
            JsonNode event = listener.event();
            assertThat(event.path("kind").stringValue()).isEqualTo("TRIP_UPDATED");
        }
        listener.cancel();
        Listener again = Listener.to(operations, callers, ada.token(), Listener.TRIP_EVENTS, Map.of("after", begun));
        assertThat(again.kinds(51)).startsWith("SUBSCRIBED", "TRIP_UPDATED").doesNotContain("TRIP_CREATED");
        again.hasNothing();
        again.cancel();
    }
}
