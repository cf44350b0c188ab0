package com.tripsage.gateway.live;

import static com.tripsage.gateway.websocket.SocketClient.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tripsage.gateway.Party;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.changelog.ChangeLog;
import com.tripsage.gateway.changelog.Cursor;
import com.tripsage.gateway.changelog.Positions;
import com.tripsage.gateway.websocket.SocketClient;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Somebody is removed from a trip while what happens to it is on its way: delivery has one place, which a test can hold. */
@DirtiesContext
@TestPropertySource(properties = "gateway.live.concurrency=1")
class RemovedMemberTests extends ListeningGateway {

    private static final String TITLES = "subscription { tripEvents { cursor kind trip { title } } }";
    private static final String STAYS = "subscription { tripEvents { cursor trip { accommodations { id } } } }";

    @Autowired
    ChangeLog log;

    @Autowired
    ChangeTail tail;

    private Party party;

    @BeforeEach
    void share() {
        party = Party.around(port, "Oslo");
    }

    /** Whoever of them comes first makes the result that all could share. */
    @RepeatedTest(8)
    void isToldWithoutTheTripWhoeverIsServedFirst() {
        List<Listener> others = List.of(begun(party.owner(), TITLES), begun(party.editor(), TITLES));
        Listener his = begun(party.viewer(), TITLES);

        remove(party.viewer());

        JsonNode removed = his.event();
        assertThat(removed.path("kind").stringValue()).isEqualTo("MEMBER_REMOVED");
        assertThat(removed.path("trip").isNull()).isTrue();
        others.forEach(other ->
                assertThat(other.event().at("/trip/title").stringValue()).isEqualTo("Oslo"));
    }

    @RepeatedTest(4)
    void isNotSentWhatWasWrittenAfterwardsWhenDeliveryIsSlow() throws SQLException {
        Listener hers = begun(party.owner(), TITLES);
        Listener his = begun(party.viewer(), TITLES);
        Listener cleos = begun(party.editor(), TITLES);

        whileDeliveryWaits(() -> {
            rename("Bergen");
            awaitTail();
            remove(party.viewer());
            rename("secret");
        });

        // The event is his, because he was a member when it was written; what the trip is now is not.
        JsonNode due = his.event();
        assertThat(due.path("kind").stringValue()).isEqualTo("TRIP_UPDATED");
        assertThat(due.path("trip").isNull()).isTrue();
        JsonNode removed = his.event();
        assertThat(removed.path("kind").stringValue()).isEqualTo("MEMBER_REMOVED");
        assertThat(removed.path("trip").isNull()).isTrue();
        for (Listener member : List.of(hers, cleos)) {
            for (int n = 0; n < 3; n++) {
                assertThat(member.event().at("/trip/title").stringValue()).isEqualTo("secret");
            }
        }
        rename("secret, too");
        hers.event();
        his.hasNothing();
    }

    @Test
    void aRemovedMemberIsNotSentTheEventOnASocketEither() throws Exception {
        try (SocketClient hers = SocketClient.acknowledged(port, party.owner().token());
                SocketClient his =
                        SocketClient.acknowledged(port, party.viewer().token())) {
            for (SocketClient client : List.of(hers, his)) {
                client.send(subscribe("trips", TITLES));
                client.nextJson();
            }

            whileDeliveryWaits(() -> {
                rename("Bergen");
                awaitTail();
                remove(party.viewer());
                rename("secret");
            });

            List<String> kinds = new ArrayList<>();
            for (int n = 0; n < 2; n++) {
                JsonNode event = his.nextJson().at("/payload/data/tripEvents");
                assertThat(event.path("trip").isNull()).as("%s", event).isTrue();
                kinds.add(event.path("kind").stringValue());
            }
            assertThat(kinds).containsExactly("TRIP_UPDATED", "MEMBER_REMOVED");
            for (int n = 0; n < 3; n++) {
                hers.nextJson();
            }
            his.expectSilence();
        }
    }

    /** The one who gave it away may be the first to be served, and sees nothing to share. */
    @Test
    void aFormerOwnerIsNotSentTheEventEither() throws SQLException {
        Listener cleos = begun(party.editor(), TITLES);
        Listener hers = begun(party.owner(), TITLES);

        whileDeliveryWaits(() -> {
            rename("Bergen");
            awaitTail();
            remove(party.viewer());
            superuser()
                    .sql("update trips set user_id = ?, title = 'given away' where id = ?")
                    .params(party.viewer().id(), party.trip())
                    .update();
        });

        assertThat(hers.event().path("trip").isNull()).isTrue();
        for (int n = 0; n < 3; n++) {
            assertThat(cleos.event().at("/trip/title").stringValue()).isEqualTo("given away");
        }
    }

    @Test
    void theTripIsReadOnceForAllWhoStayed() throws SQLException {
        List<Listener> members = new ArrayList<>();
        for (int n = 0; n < 30; n++) {
            members.add(begun(n % 2 == 0 ? party.owner() : party.editor(), TITLES));
        }
        double before = executed();

        whileDeliveryWaits(() -> rename("Bergen"));

        members.forEach(member ->
                assertThat(member.event().at("/trip/title").stringValue()).isEqualTo("Bergen"));
        assertThat(executed() - before)
                .as("two of hers who held the place, and one for all of them")
                .isEqualTo(3);
    }

    /** Holds the only place with an event of somebody who reads a table that is locked. */
    private void whileDeliveryWaits(Runnable work) throws SQLException {
        Traveller mallory = Traveller.known(port);
        UUID other = mallory.createTrip("Nowhere");
        begun(mallory, STAYS);
        try (Connection locking = Superuser.begin(environment);
                var statement = locking.createStatement()) {
            statement.execute("lock table accommodations in access exclusive mode");
            superuser()
                    .sql("update trips set title = 'Nowhere else' where id = ?")
                    .param(other)
                    .update();
            Superuser.awaitLocked(environment, 1);
            work.run();
            locking.rollback();
        }
    }

    private void awaitTail() {
        Cursor now = log.position();
        await().until(() -> {
            Cursor read = tail.position();
            return read != null && Positions.reaches(read, now);
        });
    }

    private void rename(String title) {
        superuser()
                .sql("update trips set title = ? where id = ?")
                .params(title, party.trip())
                .update();
    }

    private void remove(Traveller member) {
        superuser()
                .sql("delete from trip_members where trip_id = ? and user_id = ?")
                .params(party.trip(), member.id())
                .update();
    }

    private double executed() {
        return meters.counter("gateway.live.executed").count();
    }
}
