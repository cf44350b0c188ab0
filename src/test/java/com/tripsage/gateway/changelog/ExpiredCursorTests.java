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

        assertExpired(new Cursor(
                new CursorCodec(new byte[32]), now.epoch(), now.timeline() + 1, now.seen(), now.batch(), now.id()));
    }

    private void assertExpired(Cursor cursor) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> log.tail(cursor, 10))
                .withMessageStartingWith("The cursor is too old");
    }
}
