package com.tripsage.gateway.changelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.TestPostgres;
import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.Caller;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

@GatewayTest
@Timeout(60)
class ChangeLogReadTests {

    @Autowired
    ChangeLog log;

    @Autowired
    @Qualifier("tripEvents")
    Scope trips;

    @Autowired
    @Qualifier("chatMessages")
    Scope chats;

    @Autowired
    Transactions transactions;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Environment environment;

    JdbcClient superuser;
    Caller ada;
    UUID trip;

    @BeforeEach
    void plan() {
        superuser = Superuser.of(environment);
        ada = arrive();
        trip = UUID.randomUUID();
        sql("insert into trips (id, user_id, title) values ('%s', '%s', 'Lisbon')".formatted(trip, ada.id()));
    }

    @Test
    void aTransactionThatCommitsLateIsNeitherLostNorRepeated() throws SQLException {
        UUID lateFlight = addFlight();
        try (Connection late = begin()) {
            change(late, lateFlight);
            Cursor before = log.position();
            addFlight();
            ChangePage first = tail(before);
            assertThat(first.changes()).hasSize(1);
            addFlight();
            ChangePage second = tail(first.next());
            assertThat(second.changes()).hasSize(1);

            late.commit();

            ChangePage third = tail(second.next());
            assertThat(third.changes()).hasSize(1);
            assertThat(third.changes().get(0).id())
                    .isLessThan(first.changes().get(0).id());
            assertThat(tail(third.next()).changes()).isEmpty();
            assertThat(tail(before).changes()).extracting(Change::id).isSorted().hasSize(3);
        }
    }

    @Test
    void theVersionsOfARowComeInTheirOrder() throws SQLException {
        UUID flight = addFlight();
        Cursor before = log.position();
        try (Connection older = begin()) {
            execute(older, "update trips set title = 'Porto' where id = '%s'".formatted(trip)); // takes the older xid
            sql("update flights set price = 1 where id = '%s'".formatted(flight));
            execute(older, "update flights set price = 2 where id = '%s'".formatted(flight));
            older.commit();
        }

        assertThat(tail(before).changes().stream()
                        .filter(change -> change.rowId().equals(flight)))
                .hasSize(2)
                .isSortedAccordingTo((a, b) -> Long.compare(a.id(), b.id()))
                .isSortedAccordingTo((a, b) -> Long.compare(b.xid(), a.xid()));
    }

    @Test
    void aBatchIsReadInAnyPages() {
        Cursor before = log.position();
        for (int i = 0; i < 7; i++) {
            addFlight();
        }
        List<Long> whole = ids(tail(before).changes());
        assertThat(whole).hasSize(7);

        for (int limit = 1; limit < 9; limit++) {
            List<Long> read = new ArrayList<>();
            Cursor from = before;
            ChangePage page;
            do {
                page = tail(from, limit);
                assertThat(page.changes()).hasSizeLessThanOrEqualTo(limit);
                read.addAll(ids(page.changes()));
                from = log.parse(page.next().toString());
                addFlight(); // comes after all of the batch
            } while (page.hasMore() && read.size() < 7);
            assertThat(read.subList(0, 7)).isEqualTo(whole);
        }
    }

    @Test
    void everyChangeIsAPositionToResumeFrom() throws SQLException {
        UUID lateFlight = addFlight();
        Cursor before = log.position();
        try (Connection late = begin()) {
            change(late, lateFlight);
            addFlight();
            addFlight();
            ChangePage first = tail(before);
            late.commit();
            addFlight();
            List<Change> second = tail(first.changes().get(0).cursor()).changes();
            assertThat(second).hasSize(3);
            assertThat(second.get(0)).isEqualTo(first.changes().get(1));
            for (Change change : second) {
                List<Long> rest = ids(tail(change.cursor()).changes());
                assertThat(rest).isEqualTo(ids(second.subList(second.indexOf(change) + 1, 3)));
                assertThat(second.stream().filter(change.cursor()::covers)).hasSize(3 - rest.size());
            }
        }
    }

    /** Catching up ends exactly where the live part begins, wherever either is. */
    @Test
    void theSeamHasNeitherGapNorRepetition() throws SQLException {
        UUID firstFlight = addFlight();
        UUID secondFlight = addFlight();
        List<Cursor> positions = new ArrayList<>();
        positions.add(log.position());
        try (Connection first = begin();
                Connection second = begin()) {
            change(first, firstFlight);
            addFlight();
            addPositions(positions);
            change(second, secondFlight);
            addFlight();
            addFlight();
            first.commit();
            addPositions(positions);
            addFlight();
            addPositions(positions);
            second.commit();
            addFlight();
            addPositions(positions);
        }
        List<Long> all = ids(tail(positions.get(0)).changes());
        assertThat(all).hasSize(7);

        for (Cursor after : positions) {
            for (Cursor seam : positions) {
                List<Long> expected = ids(read(ada, after, null, 100).changes());
                List<Long> caughtUp = new ArrayList<>();
                ChangePage page;
                Cursor from = after;
                do {
                    page = read(ada, from, seam, 2);
                    caughtUp.addAll(ids(page.changes()));
                    from = page.next();
                } while (page.hasMore());
                List<Long> live = read(ada, seam, null, 100).changes().stream()
                        .filter(change -> !after.caughtUpTo(seam).covers(change))
                        .map(Change::id)
                        .toList();
                assertThat(from).isEqualTo(seam);
                caughtUp.addAll(live);
                assertThat(caughtUp).containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    private void addPositions(List<Cursor> positions) {
        Cursor oldest = positions.get(0);
        positions.add(log.position());
        tail(oldest).changes().forEach(change -> positions.add(change.cursor()));
    }

    @Test
    void readsFromTheBeginning() {
        UUID flight = addFlight();

        ChangePage page = read(ada, null, null, 100);

        assertThat(page.changes()).extracting(Change::rowId).containsExactly(trip, flight);
        assertThat(read(ada, page.changes().get(0).cursor(), null, 100).changes())
                .extracting(Change::rowId)
                .containsExactly(flight);
        assertThat(read(ada, null, null, 1).hasMore()).isTrue();
    }

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
                .singleElement()
                .satisfies(change -> assertThat(change.audience()).containsExactly(ada.id()));

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

    @Test
    void aCursorFromBeforeWhatWasDroppedIsExpired() {
        Cursor before = log.position();
        addFlight();
        long dropped = tail(before).changes().get(0).xid();
        Cursor after = log.position();
        superuser
                .sql("update changelog.origin set dropped_xid = cast('%d' as xid8)".formatted(dropped))
                .update();
        try {
            assertExpired(before);
            assertThat(tail(after).changes()).isEmpty();
            addFlight();
            assertThat(read(ada, null, null, 100).changes()).hasSize(1);
        } finally {
            superuser.sql("update changelog.origin set dropped_xid = null").update();
        }
    }

    @Test
    void aCursorFromBeforeARestoreIsExpired() {
        Cursor before = log.position();
        addFlight();
        // As after a restore: the numbers of the transactions are ahead of those that will come.
        superuser
                .sql("update changelog.change_log set xid = cast('4611686018427387904' as xid8) where trip_id = '%s'"
                        .formatted(trip))
                .update();
        superuser
                .sql("update changelog.origin set system_identifier = system_identifier + 1")
                .update();

        log.open();

        assertExpired(before);
        assertExpired(log.parse(before.toString()));
        Cursor restored = log.position();
        addFlight();
        assertThat(tail(restored).changes()).hasSize(1);
        assertThat(read(ada, null, null, 100).changes()).hasSize(1);
    }

    @Test
    void aCursorOfAnotherHistoryIsExpired() {
        Cursor now = log.position();

        assertExpired(new Cursor(
                new CursorCodec(new byte[32]), now.epoch(), now.timeline() + 1, now.seen(), now.batch(), now.id()));
    }

    @Test
    void twoReadersSeeTheSameWhileWritersCommit() throws Exception {
        Cursor start = log.position();
        Set<Long> first = new HashSet<>();
        Set<Long> second = new HashSet<>();
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int seed = i;
                running.add(writers.submit(() -> write(new Random(seed))));
            }
            Cursor mine = start;
            Cursor theirs = start;
            boolean over;
            do {
                over = running.stream().allMatch(Future::isDone);
                mine = collect(mine, 3, first);
                theirs = collect(theirs, 50, second);
            } while (!over);
            for (Future<?> writer : running) {
                writer.get();
            }
            for (int i = 0; i < 100; i++) {
                mine = collect(mine, 3, first);
            }
            collect(theirs, 100, second);
        }
        assertThat(first).hasSize(4 * 40).isEqualTo(second);
    }

    private Cursor collect(Cursor from, int limit, Set<Long> ids) {
        ChangePage page = log.tail(from, limit);
        for (Change change : page.changes()) {
            if (trip.equals(change.tripId())) {
                assertThat(ids.add(change.id())).as("not read before").isTrue();
            }
        }
        return page.next();
    }

    private Void write(Random random) throws Exception {
        for (int i = 0; i < 20; i++) {
            try (Connection writer = begin()) {
                execute(writer, "insert into accommodations (trip_id, name) values ('%s', 'x')".formatted(trip));
                execute(
                        writer,
                        "update accommodations set name = 'y' where id = (select id from accommodations"
                                + " where trip_id = '%s' and name = 'x' and xmin = pg_current_xact_id()::xid limit 1)"
                                        .formatted(trip));
                if (random.nextInt(4) == 0) {
                    Thread.sleep(random.nextInt(30));
                }
                writer.commit();
            }
        }
        return null;
    }

    private void assertExpired(Cursor cursor) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> log.tail(cursor, 10))
                .withMessageStartingWith("The cursor is too old");
    }

    /** Only what concerns the trip of the test. */
    private ChangePage tail(Cursor from) {
        ChangePage page = log.tail(from, 10_000);
        return new ChangePage(
                page.changes().stream()
                        .filter(change -> trip.equals(change.tripId()))
                        .toList(),
                page.next(),
                page.hasMore());
    }

    private ChangePage tail(Cursor from, int limit) {
        return log.tail(from, limit);
    }

    private ChangePage read(Caller caller, @Nullable Cursor after, @Nullable Cursor upTo, int limit) {
        return transactions.run(
                caller, Access.READ, soon(), transaction -> log.changes(trips, trip, after, upTo, limit));
    }

    private ChangePage chat(Caller caller, Cursor after, UUID session) {
        return transactions.run(
                caller, Access.READ, soon(), transaction -> log.changes(chats, session, after, null, 100));
    }

    private static List<Long> ids(List<Change> changes) {
        return changes.stream().map(Change::id).toList();
    }

    private UUID addFlight() {
        UUID id = UUID.randomUUID();
        sql("insert into flights (id, trip_id) values ('%s', '%s')".formatted(id, trip));
        return id;
    }

    private Caller arrive() {
        UUID id = UUID.randomUUID();
        sql("insert into users (id, email) values ('%1$s', '%1$s@example.com')".formatted(id));
        return new Caller(id, id + "@example.com", "{\"sub\":\"%s\"}".formatted(id));
    }

    private void sql(String sql) {
        superuser.sql(sql).update();
    }

    private Connection begin() throws SQLException {
        Connection connection = TestPostgres.shared().connect(environment.getRequiredProperty("test.database"));
        connection.setAutoCommit(false);
        return connection;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Without a lock that other changes of the trip wait for. */
    private static void change(Connection connection, UUID flight) throws SQLException {
        execute(connection, "update flights set price = 1 where id = '%s'".formatted(flight));
    }

    private static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(20));
    }
}
