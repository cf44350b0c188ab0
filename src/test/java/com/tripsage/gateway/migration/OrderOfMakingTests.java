package com.tripsage.gateway.migration;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of rows that other programs write. */
class OrderOfMakingTests {

    private static final List<String> ONE_TO_NINE =
            IntStream.rangeClosed(1, 9).mapToObj(String::valueOf).toList();

    private final MigratedDatabase database = MigratedDatabase.shared();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "trips (user_id, title | {owner}, n | title",
                "flights (trip_id, flight_number | {trip}, n | flight_number",
                "accommodations (trip_id, name | {trip}, n | name",
                "bookings (trip_id, number | {trip}, n | number",
                "memory_embeddings (user_id, content_text | {owner}, n | content_text",
                "chat_sessions (user_id, title | {owner}, n | title",
                "chat_messages (session_id, role, content | {chat}, 'user', n | content"
            })
    void rowsOfOneStatementAreAsEntered(String columns, String values, String shown) throws SQLException {
        String table = columns.substring(0, columns.indexOf(' '));
        try (Session program = database.as(Person.OWNER)) {
            program.execute("insert into %s) select %s from generate_series(1, 5) n".formatted(columns, values));
            // A program of its own mind about the time, the same for all.
            program.execute("insert into %s, created_at) select %s, '2100-01-01' from generate_series(6, 9) n"
                    .formatted(columns, values));

            assertThat(program.values("select %s from %s where %1$s ~ '^[0-9]$' order by created_at, position"
                            .formatted(shown, table)))
                    .isEqualTo(ONE_TO_NINE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", created_at", ", updated_at"})
    void rowsBeginWhenTheyAreMade(String given) throws SQLException {
        String times = given.isEmpty() ? "" : ", now()";
        try (Session program = database.asSuperuser()) {
            program.execute("select pg_sleep(0.01)");
            program.execute("insert into trips (id, user_id, title%s) values ({new_trip}, {owner}, 'Bari'%s)"
                    .formatted(given, times));
            program.execute(
                    "insert into chat_sessions (id, user_id%s) values ({new_chat}, {owner}%s)".formatted(given, times));

            assertThat(program.value("select created_at = updated_at and created_at > now() + interval '5 ms'"
                            + " from trips where id = {new_trip}"))
                    .isEqualTo("t");
            assertThat(program.value("select created_at = last_activity and created_at > now() + interval '5 ms'"
                            + " from chat_sessions where id = {new_chat}"))
                    .isEqualTo("t");
        }
    }

    @Test
    void aTimeThatAProgramGivesStays() throws SQLException {
        try (Session program = database.as(Person.OWNER)) {
            program.execute("insert into trips (id, user_id, title, created_at, updated_at)"
                    + " values ({new_trip}, {owner}, 'Bari', '2019-05-01Z', '2019-06-01Z')");

            assertThat(program.value("select created_at = '2019-05-01Z' and updated_at = '2019-06-01Z' from trips"
                            + " where id = {new_trip}"))
                    .isEqualTo("t");
        }
    }

    @Test
    void membersJoinInTheOrderInWhichATripIsShared() throws SQLException {
        try (Session program = database.asSuperuser()) {
            String people = IntStream.rangeClosed(1, 9)
                    .mapToObj("(gen_random_uuid(), '%s@order')"::formatted)
                    .collect(joining(", "));
            program.execute("insert into users (id, email) values " + people);
            program.execute("insert into trip_members (trip_id, user_id, role) select {other_trip}, u.id, 'viewer'"
                    + " from users u where email like '%@order' order by email");

            assertThat(program.values("select left(u.email, 1) from trip_members m join users u on u.id = m.user_id"
                            + " where trip_id = {other_trip} order by joined_at, position"))
                    .isEqualTo(ONE_TO_NINE);
        }
    }

    @Test
    void aProgramThatNamesNoPlaceCannotTakeOne() throws SQLException {
        try (Session program = database.as(Person.OWNER)) {
            assertThat(program.refusal("insert into chat_messages (session_id, role, content, position)"
                            + " values ({chat}, 'user', 'First!', -1)"))
                    .isEqualTo("42501");
            assertThat(program.refusal("update chat_messages set position = -1"))
                    .isEqualTo("42501");
            assertThat(program.refusal("update trips set position = default")).isEqualTo("42501");
        }
    }

    @Test
    void aMovedMessageIsTheNewest() throws SQLException {
        try (Session program = database.as(Person.OWNER)) {
            program.execute("insert into chat_sessions (id, user_id) values ({next_chat}, {owner})");
            program.execute("insert into chat_messages (session_id, role, content)"
                    + " select {next_chat}, 'user', n from generate_series(1, 2) n");
            program.execute("update chat_messages set session_id = {next_chat} where id = {message}");

            assertThat(program.values(
                            "select content from chat_messages where session_id = {next_chat} order by position"))
                    .containsExactly("1", "2", "Where to?");
        }
    }

    @Test
    void aPlaceIsNotTakenTwice() throws SQLException {
        try (Session program = database.as(Person.OWNER)) {
            String post = "insert into chat_messages (session_id, role, content) values ({chat}, 'user', '%s')";
            program.execute(post.formatted("gone"));
            String seen = program.value("select max(position) from chat_messages where session_id = {chat}");
            program.execute("delete from chat_messages where content = 'gone'");
            program.execute(post.formatted("new"));

            assertThat(program.values("select content from chat_messages where position > " + seen))
                    .containsExactly("new");
        }
    }
}
