package com.tripsage.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.GatewayProcess;
import com.tripsage.gateway.TestPostgres;
import com.tripsage.gateway.Traveller;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A gateway is told to stop, and another takes over. */
class DeploymentTests {

    private static final String EVENTS = "subscription { tripEvents { cursor kind changedFields } }";

    @Test
    void subscribersAreToldWhereToGoOnAndWhatHasBegunIsFinished() throws Exception {
        String database = TestPostgres.shared().createDatabase();
        try (GatewayProcess gateway = GatewayProcess.started("deployment", database)) {
            Traveller ada = Traveller.known(gateway.port());
            UUID trip = ada.createTrip("Oslo");
            List<SocketClient> subscribers = new ArrayList<>();
            for (int n = 0; n < 5; n++) {
                SocketClient subscriber = SocketClient.acknowledged(gateway.port(), ada.token());
                subscriber.send(SocketClient.subscribe("s", EVENTS));
                assertThat(event(subscriber).path("kind").stringValue()).isEqualTo("SUBSCRIBED");
                subscribers.add(subscriber);
            }
            SocketClient writer = SocketClient.acknowledged(gateway.port(), ada.token());
            CompletableFuture<Process> exit;
            Instant told;
            try (Connection other = TestPostgres.shared().connect(database);
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                statement.execute("update trips set status = 'booked' where id = '" + trip + "'");
                writer.send(SocketClient.subscribe(
                        "m",
                        "mutation { updateTrip(input: { id: \\\"%s\\\", title: \\\"Bergen\\\" }) { trip { title } } }"
                                .formatted(trip)));
                Thread.sleep(500);
                told = Instant.now();
                exit = gateway.terminate();
                Thread.sleep(500);
                other.commit();
            }

            assertThat(writer.nextJson()
                            .at("/payload/data/updateTrip/trip/title")
                            .stringValue())
                    .isEqualTo("Bergen");
            List<String> cursors = new ArrayList<>();
            for (SocketClient subscriber : subscribers) {
                JsonNode message = subscriber.nextJson();
                while (!message.path("type").stringValue().equals("ping")) {
                    message = subscriber.nextJson();
                }
                cursors.add(message.at("/payload/cursors/s").stringValue());
                assertThat(subscriber.closeCode()).isEqualTo(1001);
            }
            exit.get(20, TimeUnit.SECONDS);
            assertThat(Duration.between(told, Instant.now())).isLessThan(Duration.ofSeconds(20));

            TestPostgres.shared()
                    .execute(
                            database, "update trips set description = 'While nobody served' where id = '" + trip + "'");
            gateway.start();
            for (String cursor : cursors) {
                try (SocketClient again = SocketClient.acknowledged(gateway.port(), ada.token())) {
                    again.send(SocketClient.subscribe(
                            "s", EVENTS.replace("tripEvents", "tripEvents(after: \\\"" + cursor + "\\\")")));
                    assertThat(event(again).path("kind").stringValue()).isEqualTo("SUBSCRIBED");
                    JsonNode missed = event(again);
                    while (!missed.path("changedFields").toString().contains("description")) {
                        missed = event(again);
                    }
                    again.expectSilence();
                }
            }
        }
    }

    private static JsonNode event(SocketClient subscriber) throws InterruptedException {
        JsonNode message = subscriber.nextJson();
        assertThat(message.path("type").stringValue()).as("%s", message).isEqualTo("next");
        return message.at("/payload/data/tripEvents");
    }
}
