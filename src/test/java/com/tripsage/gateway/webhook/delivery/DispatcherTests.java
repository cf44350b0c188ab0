package com.tripsage.gateway.webhook.delivery;

import static com.tripsage.gateway.webhook.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.webhook.WebhookTest;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The dispatcher as a part of the gateway that is stopped and started. */
class DispatcherTests extends WebhookTest {

    @Autowired
    private Dispatcher dispatcher;

    @Autowired
    private Leases leases;

    @Autowired
    private Transactions transactions;

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

    /** Whoever commits a change wakes the dispatcher: if a look were one, it would go on looking. */
    @Test
    void aLookIsNoChange() {
        Thread looking = Thread.currentThread();
        var changes = new AtomicInteger();
        transactions.afterCommit(() -> changes.addAndGet(Thread.currentThread().equals(looking) ? 1 : 0));

        leases.areAny();
        leases.backlog();
        assertThat(changes).hasValue(0);
        leases.claim(1, false);
        assertThat(changes).hasValue(1);
    }
}
