package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limit of a trip: 200 of each kind of part. */
class TripLimitTests {

    private final MigratedDatabase database = MigratedDatabase.shared();

    @ParameterizedTest
    @ValueSource(strings = {"flights", "accommodations", "bookings"})
    void theTwoHundredAndFirstIsRefused(String table) throws SQLException {
        try (Session editor = database.as(Person.EDITOR)) {
            editor.execute(insert(table, "{trip}", 199));

            assertThat(editor.refusal(insert(table, "{trip}", 1))).isEqualTo("trip_holds_at_most_200_" + table);
            assertThat(editor.execute(insert(table, "{editors_trip}", 200))).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"flights", "accommodations", "bookings", "assets"})
    void manyAtOnceAreRefusedTogether(String table) throws SQLException {
        try (Session program = database.asSuperuser()) {
            assertThat(program.refusal(insert(table, "{trip}", 200))).isEqualTo("trip_holds_at_most_200_" + table);
            assertThat(program.value("select count(*) from %s where trip_id = {trip}".formatted(table)))
                    .isEqualTo("1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"flights", "accommodations", "bookings"})
    void oneThatMovesInCountsToo(String table) throws SQLException {
        try (Session owner = database.as(Person.OWNER)) {
            owner.execute(insert(table, "{other_trip}", 200));

            assertThat(owner.refusal("update %s set trip_id = {other_trip} where trip_id = {trip}".formatted(table)))
                    .isEqualTo("trip_holds_at_most_200_" + table);
            owner.execute("update %s set status = 'held' where trip_id = {other_trip}".formatted(table));
        }
    }

    /** They come from uploads, of which a user has fewer, one after the other. */
    @Test
    void theTwoHundredAndFirstAssetIsRefused() throws SQLException {
        try (Session program = database.asSuperuser()) {
            program.execute(insert("assets", "{trip}", 199));

            assertThat(program.refusal(insert("assets", "{trip}", 1))).isEqualTo("trip_holds_at_most_200_assets");
            assertThat(program.execute(insert("assets", "{editors_trip}", 200))).isEqualTo(200);
        }
    }

    @Test
    void membersAndTheInvitedAreLimitedTogether() throws SQLException {
        try (Session program = database.asSuperuser()) {
            program.execute(
                    "insert into users (id, email) select md5('guest' || i)::uuid, 'guest' || i || '@example.com'"
                            + " from generate_series(1, 200) i");
            program.execute("insert into trip_members (trip_id, user_id, role)"
                    + " select {trip}, md5('guest' || i)::uuid, 'viewer' from generate_series(1, 197) i");
            program.execute("select set_config('request.jwt.claims', '%s', true)".formatted(Person.claims("owner")));
            program.execute("set local role authenticated");

            assertThat(program.refusal("select sharing.share_trip({trip}, 'guest199@example.com', 'viewer')"))
                    .isEqualTo("trip_holds_at_most_200_members");
            assertThat(program.execute("select sharing.share_trip({trip}, 'guest7@example.com', 'editor')"))
                    .isEqualTo(1);
        }
    }

    @Test
    void twoWhoDoNotSeeEachOtherDoNotFillATripTogether() throws Exception {
        try (Session first = database.as(Person.STRANGER)) {
            first.execute(insert("flights", "{strangers_trip}", 150));
            CompletableFuture<String> second = CompletableFuture.supplyAsync(this::refusalOfAnotherHundredAndFifty);
            assertThat(second).isNotCompleted();
            waitForALock();
            first.commit();

            assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo("trip_holds_at_most_200_flights");
        }
    }

    private String refusalOfAnotherHundredAndFifty() {
        try (Session second = database.as(Person.STRANGER)) {
            return second.refusal(insert("flights", "{strangers_trip}", 150));
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }

    private void waitForALock() throws SQLException, InterruptedException {
        try (Session superuser = database.asSuperuser()) {
            for (int i = 0; i < 200; i++) {
                superuser.commit();
                if (superuser.execute("select from pg_stat_activity"
                                + " where datname = current_database() and wait_event_type = 'Lock'")
                        > 0) {
                    return;
                }
                Thread.sleep(25);
            }
        }
        throw new AssertionError("nobody waits");
    }

    @AfterEach
    void removeWhatWasCommitted() throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            superuser.execute("delete from flights where trip_id = {strangers_trip} and id <> {strangers_flight}");
            superuser.commit();
        }
    }

    private static String insert(String table, String trip, int rows) {
        if (table.equals("assets")) {
            return """
                    insert into assets (trip_id, name, content_type, size, sha256)
                    select %s, 'X' || i, 'text/plain', 1, sha256('1') from generate_series(1, %d) i""".formatted(trip, rows);
        }
        String name = table.equals("flights") ? "flight_number" : "name";
        return "insert into %s (trip_id, %s) select %s, 'X' || i from generate_series(1, %d) i"
                .formatted(table, name, trip, rows);
    }
}
