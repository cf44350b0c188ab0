package com.tripsage.gateway.webhook;

import static com.tripsage.gateway.webhook.Eventually.eventually;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.GatewayProcess;
import com.tripsage.gateway.Wire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A gateway that is killed in the middle of its calls, whose webhooks another one goes on with. */
class KilledGatewayTests extends WebhookTest {

    private static final int WEBHOOKS = 4;
    private static final int CHANGES = 12;

    @Test
    void losesNothingAndKeepsTheOrder() throws Exception {
        try (GatewayProcess other =
                GatewayProcess.started("webhooks", Objects.requireNonNull(environment.getProperty("test.database")))) {
            UUID trip = ada.createTrip("0");
            for (int n = 0; n < WEBHOOKS; n++) {
                create(ada, Map.of("url", receiver.url("/" + n)));
            }
            // A gateway hears of what it writes itself first, and so has the leases.
            change(other.port(), trip, 3);
            eventually(() -> assertThat(receiver.received()).hasSize(3 * WEBHOOKS));
            var isKilled = new CountDownLatch(1);
            receiver.answer(_ -> isAfter(isKilled) ? 204 : 500);
            change(other.port(), trip, 1);
            eventually(() -> assertThat(receiver.received()).hasSize(4 * WEBHOOKS));
            other.kill();
            isKilled.countDown();
            change(port, trip, CHANGES - 4);
        }

        eventually(() -> assertThat(byWebhook())
                .hasSize(WEBHOOKS)
                .allSatisfy((_, times) -> assertThat(times).hasSize(CHANGES).isSorted()));
    }

    /** When the changes were made that each webhook was told of, in the order in which it was told of them first: a repetition has its id. */
    private Map<String, List<String>> byWebhook() {
        Map<String, Receiver.Message> first = new LinkedHashMap<>();
        receiver.received().forEach(message -> first.putIfAbsent(message.path() + message.id(), message));
        return first.values().stream()
                .collect(groupingBy(
                        Receiver.Message::path,
                        mapping(message -> message.data().path("occurredAt").stringValue(), toList())));
    }

    private static boolean isAfter(CountDownLatch latch) {
        try {
            return latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void change(int at, UUID trip, int times) {
        Wire wire = Wire.of(at, ada);
        for (int n = 0; n < times; n++) {
            wire.send(
                            "mutation ($id: ID!, $title: String) { updateTrip(input: {id: $id, title: $title}) { trip { id } } }",
                            Map.of("id", trip, "title", UUID.randomUUID()))
                    .at("/updateTrip/trip/id");
        }
    }
}
