package com.tripsage.gateway.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The changes in their order, each once, in whatever pages. */
class ChangeLogReadTests extends ChangeLogReadTest {

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
}
