package com.tripsage.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Traveller;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** A subscription whose document takes longer than it may, because it reads a table that is locked. */
@DirtiesContext
@TestPropertySource(properties = "gateway.database.statement-timeout=500ms")
class SlowDocumentTests extends ListeningGateway {

    private static final String STAYS = """
            subscription ($after: String) { tripEvents(after: $after) { cursor kind trip { accommodations { id } } } }
            """;

    private Traveller ada;
    private UUID trip;

    @BeforeEach
    void plan() {
        ada = Traveller.known(port);
        trip = ada.createTrip("Oslo");
    }

    @Test
    void aSlowSubscriptionEndsWithTheCursorBehindWhichToGoOn() throws SQLException {
        Listener listener = listen(Map.of());
        listener.event();
        rename(1);
        String delivered = listener.event().path("cursor").stringValue();

        try (Connection locking = lock()) {
            rename(3);

            Listener.Message end = listener.message();
            assertThat(end.type()).as("%s", end).isEqualTo("error");
            assertThat(end.body().at("/0/extensions/code").stringValue()).isEqualTo("TIMEOUT");
            assertThat(end.body().at("/0/extensions/cursor").stringValue()).isEqualTo(delivered);
            Superuser.awaitLocked(environment, 0);
            listener.hasNothing();
            locking.rollback();
        }

        Listener again = listen(Map.of("after", delivered));
        assertThat(again.kinds(4)).containsExactly("SUBSCRIBED", "TRIP_UPDATED", "TRIP_UPDATED", "TRIP_UPDATED");
    }

    @Test
    void aSlowSubscriptionEndsAlsoWhileItCatchesUp() throws SQLException {
        Listener listener = listen(Map.of());
        String begun = listener.event().path("cursor").stringValue();
        rename(2);
        listener.kinds(2);

        try (Connection locking = lock()) {
            Listener again = listen(Map.of("after", begun));
            again.event();

            assertThat(again.refusal()).isEqualTo("TIMEOUT");
            locking.rollback();
        }
    }

    /** A run for which nobody waits gives its place and its connection back. */
    @Test
    void aSlowRunEndsWhenItsClientHasGone() throws SQLException {
        Listener listener = listen(Map.of());
        listener.event();
        try (Connection locking = lock()) {
            rename(1);
            Superuser.awaitLocked(environment, 1);

            listener.cancel();

            Superuser.awaitLocked(environment, 0);
            locking.rollback();
        }
        listener.hasNothing();
    }

    private Connection lock() throws SQLException {
        Connection locking = Superuser.begin(environment);
        try (var statement = locking.createStatement()) {
            statement.execute("lock table accommodations in access exclusive mode");
        }
        return locking;
    }

    private void rename(int times) {
        for (int n = 0; n < times; n++) {
            superuser()
                    .sql("update trips set title = title || '.' where id = ?")
                    .param(trip)
                    .update();
        }
    }

    private Listener listen(Map<String, ?> variables) {
        return listen(ada, STAYS, variables);
    }
}
