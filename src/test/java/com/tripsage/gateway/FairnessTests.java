package com.tripsage.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.live.Listener;
import com.tripsage.gateway.live.ListeningGateway;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** One caller takes all that one may. What she asks for waits for a lock, longer than a test waits for anybody else. */
@DirtiesContext
@TestPropertySource(properties = {"gateway.database.statement-timeout=60s", "gateway.limits.request-timeout=60s"})
class FairnessTests extends ListeningGateway {

    private static final String TITLES = "subscription { tripEvents { cursor trip { title } } }";
    private static final String CREATE = "mutation { createTrip(input: { title: \"Oslo\" }) { trip { title } } }";

    private Traveller greedy;
    private Traveller ada;

    @BeforeEach
    void meet() {
        greedy = Traveller.known(port);
        ada = Traveller.known(port);
    }

    @Test
    void mutationsThatWaitMakeOnlyTheirCallerWait() throws Exception {
        UUID trip = greedy.createTrip("Oslo");
        String rename = "mutation { updateTrip(input: { id: \"" + trip + "\", status: BOOKED }) { trip { status } } }";
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        try (Connection other = locked("select from trips where id = '" + trip + "' for update")) {
            for (int n = 0; n < 120; n++) {
                waiting.add(Wire.of(port, greedy).sendAsync(rename));
            }
            Superuser.awaitLocked(environment, 4);

            assertThat(Wire.of(port, ada).sendAsync(CREATE).join().body())
                    .contains("Oslo")
                    .doesNotContain("errors");
            assertThat(isReady()).isTrue();
            Listener hers = begun(ada, TITLES);
            assertThat(Wire.of(port, ada).sendAsync(CREATE).join().body()).doesNotContain("errors");
            assertThat(hers.event().at("/trip/title").stringValue()).isEqualTo("Oslo");
            Superuser.awaitLocked(environment, 4);
            other.rollback();
        }
        List<Integer> statuses =
                waiting.stream().map(answer -> answer.join().statusCode()).toList();
        assertThat(statuses).containsOnly(200, 429);
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(100);
    }

    @Test
    void subscriptionsThatWaitMakeOnlyTheirCallerWait() throws Exception {
        Listener hers = begun(ada, TITLES);
        try (Connection other = whileSubscriptionsWait()) {
            for (int n = 0; n < 3; n++) {
                assertThat(Wire.of(port, ada).sendAsync(CREATE).join().body()).doesNotContain("errors");
                assertThat(hers.event().at("/trip/title").stringValue()).isEqualTo("Oslo");
            }
            begun(Traveller.known(port), TITLES);
            assertThat(isReady()).isTrue();
            Superuser.awaitLocked(environment, 4);
            other.rollback();
        }
    }

    /** Whoever of those who share a result begins to make it may be the one who has to wait. */
    @RepeatedTest(3)
    void nobodyWaitsForAResultThatTheGreedyOneWouldMake() throws SQLException {
        UUID trip = ada.createTrip("Oslo");
        ada.share(trip, greedy, "EDITOR");
        Listener greedys = begun(greedy, TITLES);
        Listener hers = begun(ada, TITLES);
        try (Connection other = whileSubscriptionsWait()) {
            superuser()
                    .sql("update trips set title = 'Bergen' where id = ?")
                    .param(trip)
                    .update();

            assertThat(hers.event().at("/trip/title").stringValue()).isEqualTo("Bergen");
            Superuser.awaitLocked(environment, 4);
            other.rollback();
        }
        greedys.event();
    }

    /** Twenty documents that no other subscriber shares, and an event for each. */
    private Connection whileSubscriptionsWait() throws SQLException {
        UUID trip = greedy.createTrip("Nowhere");
        for (int n = 0; n < 20; n++) {
            listen(
                            greedy,
                            "subscription { e" + n + ": tripEvents(tripId: \"" + trip
                                    + "\") { cursor trip { accommodations { id } } } }")
                    .message();
        }
        Connection other = locked("lock table accommodations in access exclusive mode");
        try {
            superuser()
                    .sql("update trips set title = 'Nowhere else' where id = ?")
                    .param(trip)
                    .update();
            Superuser.awaitLocked(environment, 4);
        } catch (RuntimeException e) {
            other.close();
            throw e;
        }
        return other;
    }

    private Connection locked(String statement) throws SQLException {
        Connection other = Superuser.begin(environment);
        try (var locking = other.createStatement()) {
            locking.execute(statement);
        }
        return other;
    }
}
