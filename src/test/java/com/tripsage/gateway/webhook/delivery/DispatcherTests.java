package com.tripsage.gateway.webhook.delivery;

import static com.tripsage.gateway.webhook.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.webhook.WebhookTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The dispatcher as a part of the gateway that is stopped and started. */
class DispatcherTests extends WebhookTest {

    @Autowired
    private Dispatcher dispatcher;

    @Test
    void sendsWhatHasHappenedWhileItWasStopped() {
        create(ada, Map.of());
        dispatcher.stop();
        ada.createTrip("Oslo");
        dispatcher.start();

        eventually(() -> assertThat(receiver.kinds()).containsExactly("TRIP_CREATED"));
        ada.createTrip("Bari");
        eventually(() -> assertThat(receiver.received()).hasSize(2));
    }
}
