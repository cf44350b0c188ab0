package com.tripsage.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.live.Listener.Message;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Events whose results are too large together, or alone, where an answer may have 1 MB. */
@TestPropertySource(properties = "gateway.limits.answer-size=1MB")
class LargeEventTests extends ListeningGateway {

    private static final int CHANGES = 25;
    private static final String EVENTS =
            "subscription ($tripId: ID) { tripEvents(tripId: $tripId) { kind cursor trip { title metadata } } }";

    @Test
    void largeEventsComeInSmallerParts() {
        Traveller ada = Traveller.known(port);
        UUID trip = ada.createTrip("Large");
        metadata(trip, 150_000);
        List<Listener> listeners = List.of(subscribe(ada, trip), subscribe(ada, trip));

        change(trip);

        listeners.forEach(listener -> {
            for (int n = 0; n < CHANGES; n++) {
                assertThat(listener.event().at("/trip/metadata/a").stringValue())
                        .hasSize(150_000);
            }
            listener.cancel();
        });
        allIsGivenBack();
    }

    @Test
    void anEventThatIsTooLargeAloneIsAnErrorWithItsCursor() {
        Traveller ada = Traveller.known(port);
        UUID trip = ada.createTrip("Too large");
        Listener listener = subscribe(ada, trip);

        metadata(trip, 3_000_000);
        Message tooLarge = listener.message();
        metadata(trip, 10);

        assertThat(tooLarge.type()).isEqualTo("next");
        assertThat(tooLarge.body().at("/errors/0/extensions/code").stringValue())
                .isEqualTo("QUERY_TOO_COMPLEX");
        assertThat(tooLarge.body().at("/errors/0/extensions/cursor").stringValue())
                .isEqualTo(tooLarge.cursor());
        assertThat(tooLarge.body().at("/extensions/cursor").stringValue()).isEqualTo(tooLarge.cursor());
        assertThat(listener.event().path("kind").stringValue()).isEqualTo("TRIP_UPDATED");
        listener.cancel();
        allIsGivenBack();
    }

    private Listener subscribe(Traveller traveller, UUID trip) {
        Listener listener = Listener.to(operations, callers, traveller.token(), EVENTS, Map.of("tripId", trip));
        assertThat(listener.event().path("kind").stringValue()).isEqualTo("SUBSCRIBED");
        return listener;
    }

    private void metadata(UUID trip, int length) {
        Superuser.of(environment)
                .sql("update trips set metadata = jsonb_build_object('a', repeat('x', ?)) where id = ?")
                .params(length, trip)
                .update();
    }

    /** So often at once that one batch would be all of them. */
    private void change(UUID trip) {
        Superuser.of(environment)
                .sql(
                        "do $$ begin for n in 1..%d loop update trips set title = 'T' || n where id = '%s'; end loop; end $$"
                                .formatted(CHANGES, trip))
                .update();
    }

    private void allIsGivenBack() {
        await().untilAsserted(() -> assertThat(
                        meters.find("gateway.memory.budget.held").gauges())
                .allSatisfy(gauge -> assertThat(gauge.value()).isZero()));
    }
}
