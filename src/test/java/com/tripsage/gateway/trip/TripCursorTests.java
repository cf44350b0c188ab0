package com.tripsage.gateway.trip;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of trips that are refused: of another size, both ways at once, or behind a cursor of something else. */
class TripCursorTests extends TripListTest {

    @Test
    void refusesCursorsOfAnotherOrder() {
        createTrips(TripOrder.START_DATE_DESC);

        for (TripOrder from : TripOrder.values()) {
            String cursor = page("first", 1, "orderBy", from).end();
            for (TripOrder to : TripOrder.values()) {
                if (from != to) {
                    send("first", 1, "after", cursor, "orderBy", to).blames("after");
                    send("last", 1, "before", cursor, "orderBy", to).blames("before");
                }
            }
        }
    }

    @Test
    void refusesCursorsOfAnotherList() {
        Wire wire = Wire.of(port, ada);
        wire.send("mutation { startChatSession(input: {}) { chatSession { id } } }");
        String cursor = wire.send("{ chatSessions { pageInfo { endCursor } } }").at("/chatSessions/pageInfo/endCursor");

        send("first", 1, "after", cursor).blames("after");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "%%%", "c3RhcnQ", "AAAA", "null", "\uD83D\uDE00", "____"})
    void refusesBrokenCursors(String cursor) {
        send("first", 1, "after", cursor).blames("after");
        send("last", 1, "before", cursor).blames("before");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-01|x",
                "infinity'|1",
                "-infinity|1",
                "today|1",
                "2026-13-01|1",
                "+12000-01-01|1",
                "+999999999-12-31|1",
                "-0001-01-01|1",
                "0000-01-01|1",
                "2026-01-01|1|more",
                "2026-01-01'::date); drop table trips; --|1",
                "|1",
                "2026-01-01\u0000|1",
                "2026-01-01",
                "2026-01-01|",
                "2026-01-01|+1",
                "2026-01-01|1.5",
                "2026-01-01|1e3",
                "2026-01-01|\u0661",
                "2026-01-01|9223372036854775808",
                "2026-01-01|1; drop table trips",
                "2026-01-01|00000000-0000-0000-0000-000000000000"
            })
    void refusesForgedCursors(String position) {
        for (String name : List.of("start", "start-desc", "START_DATE_DESC")) {
            String plain = name + "|" + position;
            String cursor =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));

            send("first", 1, "after", cursor).blames("after");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-01T00:00:00+18:00", "-2026-01-01T00:00Z", "+12000-01-01T00:00Z", "infinity"})
    void refusesForgedMoments(String moment) {
        for (String name : List.of("created", "created-desc", "CREATED_AT_DESC")) {
            String plain = name + "|" + moment + "|1";
            String cursor =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));

            send("first", 1, "after", cursor, "orderBy", "CREATED_AT_DESC").blames("after");
        }
    }

    @Test
    void refusesPagesOfAnotherSize() {
        send("first", 0).blames("first");
        send("first", 101).blames("first");
        send("first", -1).blames("first");
        send("last", 0).blames("last");
        send("last", 101).blames("last");
        send("last", Integer.MIN_VALUE).blames("last");
        send("first", 2_147_483_648L).blames("first");
        send("first", "many").blames("first");
        assertThat(page("first", 100).ids()).isEmpty();
        assertThat(page("last", 100).ids()).isEmpty();
    }

    @Test
    void refusesToReadBothWaysAtOnce() {
        ada.createTrip("Oslo");
        String cursor = page("first", 1).end();

        send("first", 1, "last", 1).blames("last");
        send("first", 1, "before", cursor).blames("before");
        send("last", 1, "after", cursor).blames("last");
        send("after", cursor, "before", cursor).blames("before");
        send("first", 0, "last", 101).blames("first", "last", "last");
    }
}
