package com.tripsage.gateway.changelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.security.Caller;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The changes that a caller reads, and those who see one. */
class ChangeAudienceTests extends ChangeLogReadTest {

    @Test
    void aCallerReadsOnlyWhatConcernsThem() {
        Caller ben = arrive();
        Cursor before = log.position();
        addFlight();
        assertThat(read(ben, before, null, 100).changes()).isEmpty();

        sql("insert into trip_members (trip_id, user_id, role) values ('%s', '%s', 'viewer')"
                .formatted(trip, ben.id()));
        assertThat(read(ben, before, null, 100).changes()).hasSize(2);

        sql("delete from trip_members where trip_id = '%s'".formatted(trip));
        addFlight();
        assertThat(read(ben, before, null, 100).changes()).singleElement().satisfies(change -> {
            assertThat(change.table()).isEqualTo("trip_members");
            assertThat(change.operation()).isEqualTo(Change.Operation.DELETE);
        });
        assertThat(tail(before).changes().stream()
                        .filter(change -> change.audience().contains(ben.id())))
                .hasSize(1);

        sql("delete from trips where id = '%s'".formatted(trip));
        assertThat(read(ada, before, null, 100).changes())
                .extracting(Change::table)
                .containsExactly("trips");
        assertThat(read(ben, before, null, 100).changes()).hasSize(1);
    }

    /** The tail tells those whom the policies show a change, and nobody else. */
    @Test
    void theAudienceIsWhoSeesTheChange() {
        Random random = new Random(11);
        Cursor before = log.position();
        List<Caller> people = List.of(ada, arrive(), arrive(), arrive());
        for (int i = 0; i < 40; i++) {
            UUID other = UUID.randomUUID();
            Caller owner = people.get(random.nextInt(people.size()));
            sql("insert into trips (id, user_id, title) values ('%s', '%s', 'x')".formatted(other, owner.id()));
            for (Caller person : people) {
                if (!person.equals(owner) && random.nextBoolean()) {
                    sql("insert into trip_members (trip_id, user_id, role) values ('%s', '%s', 'viewer')"
                            .formatted(other, person.id()));
                }
            }
            sql("insert into flights (trip_id) values ('%s')".formatted(other));
            switch (random.nextInt(4)) {
                case 0 -> sql("delete from trips where id = '%s'".formatted(other));
                case 1 -> sql("delete from trip_members where trip_id = '%s'".formatted(other));
                case 2 -> sql("update flights set trip_id = '%s' where trip_id = '%s'".formatted(trip, other));
                default -> sql("update trips set title = 'y' where id = '%s'".formatted(other));
            }
        }
        List<Change> all = log.tail(before, 10_000).changes();
        assertThat(all).hasSizeGreaterThan(150);
        for (Caller person : people) {
            List<Long> told = all.stream()
                    .filter(change -> change.audience().contains(person.id()))
                    .map(Change::id)
                    .toList();
            ChangePage seen = transactions.run(
                    person, Access.READ, soon(), transaction -> log.changes(trips, null, before, null, 10_000));
            assertThat(ids(seen.changes())).isEqualTo(told).isNotEmpty();
        }
    }

    @Test
    void messagesOfASession() {
        UUID session = UUID.randomUUID();
        sql("insert into chat_sessions (id, user_id) values ('%s', '%s')".formatted(session, ada.id()));
        Cursor before = log.position();
        sql("insert into chat_messages (session_id, role, content) values ('%s', 'user', 'x')".formatted(session));
        sql("update chat_messages set content = 'y' where session_id = '%s'".formatted(session));

        assertThat(chat(ada, before, session).changes()).hasSize(1);
        assertThat(chat(arrive(), before, session).changes()).isEmpty();
        assertThat(log.tail(before, 100).changes().stream().filter(change -> session.equals(change.sessionId())))
                .hasSize(2)
                .allSatisfy(change -> assertThat(change.audience()).containsExactly(ada.id()));

        sql("delete from chat_sessions where id = '%s'".formatted(session));
        assertThat(chat(ada, before, session).changes())
                .extracting(Change::table, Change::operation)
                .containsExactly(tuple("chat_sessions", Change.Operation.DELETE));
        assertThat(log.tail(before, 100).changes().stream()
                        .filter(change -> session.equals(change.sessionId())
                                && !change.audience().isEmpty()))
                .singleElement()
                .satisfies(change -> assertThat(change.audience()).containsExactly(ada.id()));
    }
}
