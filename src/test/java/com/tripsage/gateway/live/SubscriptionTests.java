package com.tripsage.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.Party;
import com.tripsage.gateway.TestPostgres;
import com.tripsage.gateway.Together;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SubscriptionTests extends ListeningGateway {

    private static final int LIMIT = 100;

    private static final String TITLES = "subscription { tripEvents { cursor trip { title flights { id } } } }";

    private Traveller ada;

    @BeforeEach
    void meet() {
        ada = Traveller.known(port);
    }

    @AfterEach
    void leave() {
        TestPostgres.shared().start();
    }

    @Test
    void aTripIsReadOnceForAllWhoAskForTheSame() {
        UUID trip = ada.createTrip("Oslo");
        Traveller bob = Traveller.known(port);
        ada.share(trip, bob, "VIEWER");
        List<Listener> all = new ArrayList<>();
        for (int n = 0; n < 40; n++) {
            all.add(listen(n % 2 == 0 ? ada : bob, TITLES));
        }
        all.forEach(Listener::event);
        double before = executed();

        superuser()
                .sql("update trips set title = 'Bergen' where id = ?")
                .param(trip)
                .update();

        all.forEach(listener ->
                assertThat(listener.event().at("/trip/title").stringValue()).isEqualTo("Bergen"));
        assertThat(executed() - before).isEqualTo(1);
    }

    @Test
    void aTripIsReadForEachCallerWhereTheAnswerDependsOnTheCaller() {
        UUID trip = ada.createTrip("Oslo");
        Traveller bob = Traveller.known(port);
        ada.share(trip, bob, "VIEWER");
        String roles = "subscription { tripEvents { cursor trip { viewerRole } } }";
        Listener hers = listen(ada, roles);
        Listener his = listen(bob, roles);
        hers.event();
        his.event();

        superuser()
                .sql("update trips set title = 'Bergen' where id = ?")
                .param(trip)
                .update();

        assertThat(hers.event().at("/trip/viewerRole").stringValue()).isEqualTo("OWNER");
        assertThat(his.event().at("/trip/viewerRole").stringValue()).isEqualTo("VIEWER");
    }

    @Test
    void nobodyWaitsForASlowSubscriber() {
        var stuck = new Stuck();
        LiveOperation slow = start(stuck);
        await().untilAsserted(() -> assertThat(stuck.begun).isTrue());
        Listener other = listen(ada, TITLES);
        other.event();

        for (int n = 0; n < 3; n++) {
            ada.createTrip("Trip " + n);
            assertThat(other.event().at("/trip/title").stringValue()).isEqualTo("Trip " + n);
        }
        slow.cancel();
        stuck.release.countDown();
    }

    @Test
    void aSlowSubscriberIsToldWhereToGoOn() {
        var stuck = new Stuck();
        start(stuck);
        await().untilAsserted(() -> assertThat(stuck.begun).isTrue());
        UUID trip = ada.createTrip("Oslo");
        await().untilAsserted(() -> assertThat(stuck.waits).isTrue());
        superuser()
                .sql("do $$ begin for n in 1..1100 loop update trips set title = n::text where id = '" + trip
                        + "'; end loop; end $$")
                .update();
        await().untilAsserted(() ->
                assertThat(meters.counter("gateway.live.overflows").count()).isGreaterThan(0));
        stuck.release.countDown();

        await().untilAsserted(() -> assertThat(stuck.error).isNotNull());
        JsonNode error = Wire.JSON.readTree(stuck.error).get(0);
        assertThat(error.at("/extensions/code").stringValue()).isEqualTo("UNAVAILABLE");
        String cursor = error.at("/extensions/cursor").stringValue();
        assertThat(cursor).isEqualTo(stuck.delivered);

        Listener again = listen(ada, Listener.TRIP_EVENTS, Map.of("after", cursor));
        again.event();
        for (int n = 1; n <= 1100; n++) {
            assertThat(again.event().path("entityId").stringValue()).isEqualTo(trip.toString());
        }
        again.hasNothing();
    }

    @Test
    void oneCallerHasALimitedNumberOfSubscriptions() {
        Listener first = begun(ada, TITLES);
        for (int n = 1; n < LIMIT; n++) {
            begun(ada, TITLES);
        }
        assertThat(listen(ada, TITLES).refusal()).isEqualTo("RATE_LIMITED");
        first.cancel();
        listen(ada, TITLES).event();
        listen(Traveller.known(port), TITLES).event();
    }

    @Test
    void aSubscriptionGoesOnAfterPostgresWasAway() {
        Listener listener = listen(ada, Listener.TRIP_EVENTS);
        listener.event();
        TestPostgres.shared().restart();
        UUID trip = UUID.randomUUID();
        superuser()
                .sql("insert into trips (id, user_id, title) values (?, ?, 'Oslo')")
                .params(trip, ada.id())
                .update();
        assertThat(listener.event().path("tripId").stringValue()).isEqualTo(trip.toString());

        TestPostgres.shared()
                .execute(
                        "postgres",
                        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tripsage-gateway'");
        superuser().sql("delete from trips where id = ?").param(trip).update();
        assertThat(listener.kinds(1)).containsExactly("TRIP_DELETED");
    }

    @Test
    void aSubscriptionMissesNothingOfALongTransaction() throws SQLException {
        Listener listener = listen(ada, Listener.TRIP_EVENTS);
        listener.event();
        try (Connection late = TestPostgres.shared().connect(environment.getRequiredProperty("test.database"))) {
            late.setAutoCommit(false);
            try (var statement = late.prepareStatement("insert into trips (user_id, title) values (?, 'Late')")) {
                statement.setObject(1, ada.id());
                statement.execute();
            }
            ada.createTrip("Early");
            assertThat(listener.event().at("/trip/title").stringValue()).isEqualTo("Early");
            late.commit();
        }
        assertThat(listener.event().at("/trip/title").stringValue()).isEqualTo("Late");
        listener.hasNothing();
    }

    /** The promise of the contract: read after SUBSCRIBED, apply what follows, and nothing is missed. */
    @Test
    void aClientThatReadsAfterTheFirstEventAndAppliesTheNextOnesMissesNothing() {
        List<UUID> trips =
                IntStream.range(0, 5).mapToObj(n -> ada.createTrip("Trip " + n)).toList();
        List<Map<String, Integer>> seen = Together.run(8, worker -> {
            if (worker < 4) {
                for (int n = 0; n < 100; n++) {
                    superuser()
                            .sql("update trips set title = ? where id = ?")
                            .params("by " + worker + " " + n, trips.get((n + worker) % trips.size()))
                            .update();
                }
                return Map.of();
            }
            Thread.sleep(20L * worker);
            Listener listener = listen(ada, Listener.TRIP_EVENTS);
            listener.event();
            Map<String, Integer> versions = new HashMap<>();
            var read = Wire.of(port, ada).send("{ trips(first: 50) { edges { node { id version } } } }");
            List<String> ids = read.each("/trips/edges", "/node/id");
            List<String> counts = read.each("/trips/edges", "/node/version");
            for (int n = 0; n < ids.size(); n++) {
                versions.put(ids.get(n), Integer.valueOf(counts.get(n)));
            }
            while (versions.values().stream().mapToInt(Integer::intValue).sum() < 5 + 400) {
                JsonNode event = listener.event();
                versions.merge(
                        event.path("tripId").stringValue(),
                        event.at("/trip/version").intValue(),
                        Math::max);
            }
            return versions;
        });
        Map<String, Integer> stored = new HashMap<>();
        superuser()
                .sql("select id, version from trips where user_id = ?")
                .param(ada.id())
                .query(row -> {
                    stored.put(row.getString(1), row.getInt(2));
                });
        assertThat(seen.subList(4, 8))
                .allSatisfy(versions -> assertThat(versions).isEqualTo(stored));
    }

    @Test
    void aClientThatHasGoneBeforeTheBeginningIsForgotten() {
        double before = subscriptions();

        for (int n = 0; n < 50; n++) {
            start(new Gone()).cancel();
        }
        listen(ada, TITLES).event();

        await().untilAsserted(() -> assertThat(subscriptions()).isLessThanOrEqualTo(before + 1));
    }

    private double subscriptions() {
        return meters.get("gateway.live.subscriptions").gauge().value();
    }

    private double executed() {
        return meters.counter("gateway.live.executed").count();
    }

    private LiveOperation start(Outlet outlet) {
        return Listener.start(operations, callers, ada.token(), TITLES, Map.of(), outlet);
    }

    /** A client that does not take a single event. */
    private static class Gone implements Outlet {

        @Override
        public void next(String result, @Nullable String cursor) throws IOException {
            throw new IOException("has gone");
        }

        @Override
        public void error(String errors) {}

        @Override
        public void complete() {}
    }

    /** Takes the first event and then nothing for a while. */
    private static class Stuck implements Outlet {

        private final CountDownLatch release = new CountDownLatch(1);
        private volatile boolean begun;
        private volatile boolean waits;
        private volatile @Nullable String delivered;
        private volatile @Nullable String error;

        @Override
        public void next(String result, @Nullable String cursor) throws IOException {
            if (begun) {
                waits = true;
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            begun = true;
            delivered = cursor;
        }

        @Override
        public void error(String errors) {
            error = errors;
        }

        @Override
        public void complete() {}
    }

    /** An address is for whom it was made: it goes on working for as long as that one sees the asset. */
    @Test
    void givesEachSubscriberAnAddressOfTheirOwn() {
        Party party = Party.around(port, "Oslo");
        superuser()
                .sql(
                        "insert into assets (trip_id, name, content_type, size, sha256) values (?, 'a', 'text/plain', 1, sha256('1'))")
                .param(party.trip())
                .update();
        List<Listener> listeners = Stream.of(party.owner(), party.viewer())
                .map(who -> begun(who, "subscription { tripEvents { cursor trip { assets { url } } } }"))
                .toList();

        superuser()
                .sql("update trips set title = 'Bergen' where id = ?")
                .param(party.trip())
                .update();

        List<String> addresses = listeners.stream()
                .map(listener -> listener.event().at("/trip/assets/0/url").stringValue())
                .toList();
        assertThat(addresses).doesNotHaveDuplicates().allMatch(address -> address.startsWith("/assets/"));
    }
}
