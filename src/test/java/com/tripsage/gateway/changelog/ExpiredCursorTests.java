package com.tripsage.gateway.changelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tripsage.gateway.refusal.Refusal;
import org.junit.jupiter.api.Test;

/** Cursors that point to what is not there. */
class ExpiredCursorTests extends ChangeLogReadTest {

    @Test
    void aCursorFromBeforeWhatWasDroppedIsExpired() {
        Cursor before = log.position();
        addFlight();
        long dropped = tail(before).changes().get(0).xid();
        Cursor after = log.position();
        superuser()
                .sql("update changelog.origin set dropped_xid = cast('%d' as xid8)".formatted(dropped))
                .update();
        try {
            assertExpired(before);
            assertThat(tail(after).changes()).isEmpty();
            addFlight();
            assertThat(read(ada, null, null, 100).changes()).hasSize(1);
        } finally {
            superuser().sql("update changelog.origin set dropped_xid = null").update();
        }
    }

    @Test
    void aCursorFromBeforeARestoreIsExpired() {
        Cursor before = log.position();
        addFlight();
        // As after a restore: the numbers of the transactions are ahead of those that will come.
        superuser()
                .sql("update changelog.change_log set xid = cast('4611686018427387904' as xid8) where trip_id = '%s'"
                        .formatted(trip))
                .update();
        superuser()
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

        assertExpired(movedTo(now, now.origin().timeline() + 1, now.origin().walPosition()));
    }

    /** As after a snapshot of the disks was brought back. */
    @Test
    void aCursorFromAheadOfTheServerIsExpired() {
        Cursor now = log.position();

        assertExpired(movedTo(now, now.origin().timeline(), now.origin().walPosition() + 1_000_000_000));
    }

    @Test
    void aCursorOfTheTimelineThatThisOneGoesOnFromIsGoodUpToItsEnd() {
        Cursor now = log.position();
        int former = now.origin().timeline() + 7;
        addFlight();
        superuser()
                .sql("update changelog.origin set ended_timelines = array[1000, 1, %d, 5000]".formatted(former))
                .update();
        try {
            assertExpired(movedTo(now, former, 5001));
            Cursor kept = movedTo(now, former, 5000);
            ChangePage page = tail(kept);
            assertThat(page.changes()).hasSize(1);
            assertThat(page.changes().get(0).cursor().origin().timeline())
                    .isEqualTo(now.origin().timeline());
            assertThat(tail(page.next()).changes()).isEmpty();
        } finally {
            superuser()
                    .sql("update changelog.origin set ended_timelines = '{}'")
                    .update();
        }
    }

    @Test
    void aCursorFromBeforeAnUnknownRecoveryIsExpired() {
        Cursor before = log.position();
        superuser().sql("update changelog.origin set timeline = timeline - 1").update();
        addFlight();

        log.open();

        assertExpired(before);
        assertThat(read(ada, null, null, 100).changes()).isNotEmpty();
    }

    @Test
    void allCursorsAreExpiredOnRequest() {
        Cursor before = log.position();
        superuser().sql("select changelog.expire_cursors()").query().listOfRows();

        assertExpired(before);
        assertThat(tail(log.position()).changes()).isEmpty();
    }

    private Cursor movedTo(Cursor cursor, int timeline, long walPosition) {
        return new Cursor(
                new CursorCodec(new byte[32]),
                new Origin(cursor.origin().epoch(), timeline, walPosition),
                cursor.seen(),
                cursor.batch(),
                cursor.id());
    }

    private void assertExpired(Cursor cursor) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> log.tail(cursor, 10))
                .withMessageStartingWith("The cursor is too old");
    }
}
