package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that programs write bit by bit. The fixture's has "Porto" so far. */
class StreamedMessageTests {

    private static final String TEXT = "select content from chat_messages where id = {live_message}";
    private static final String INCREMENTS = "select count(*) from chat_message_increments";

    private final MigratedDatabase database = MigratedDatabase.shared();

    @Test
    void aMessageHasAllThatWasAppendedWhenItEnds() throws SQLException {
        try (Session owner = database.as(Person.OWNER)) {
            owner.execute("insert into chat_message_increments (message_id, text) values ({live_message}, ', ')");
            owner.execute("insert into chat_message_increments (message_id, start_offset, text)"
                    + " values ({live_message}, 7, 'Lisbon')");
            assertThat(owner.value(TEXT)).isEmpty();

            owner.execute("update chat_messages set state = 'complete' where id = {live_message}");

            assertThat(owner.value(TEXT)).isEqualTo("Porto, Lisbon");
            assertThat(owner.value(INCREMENTS)).isEqualTo("0");
        }
    }

    @Test
    void anotherTextAtTheEndStandsInsteadOfIt() throws SQLException {
        try (Session owner = database.as(Person.OWNER)) {
            owner.execute("update chat_messages set state = 'complete', content = 'Faro' where id = {live_message}");

            assertThat(owner.value(TEXT)).isEqualTo("Faro");
            assertThat(owner.value(INCREMENTS)).isEqualTo("0");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            insert into chat_message_increments (message_id, start_offset, text) values ({live_message}, 4, 'x') | chat_message_increment_follows_the_last
            insert into chat_message_increments (message_id, start_offset, text) values ({live_message}, 6, 'x') | chat_message_increment_follows_the_last
            insert into chat_message_increments (message_id, text) values ({live_message}, '')                   | chat_message_increment_says_something
            insert into chat_message_increments (message_id, text) values ({live_message}, repeat('x', 999996))  | chat_message_grows_to_a_million_characters
            insert into chat_message_increments (message_id, text) values ({message}, 'x')                       | chat_message_is_being_written
            insert into chat_message_increments (message_id, text) values ({flight}, 'x')                        | chat_message_increment_is_of_a_message
            update chat_messages set content = 'x' where id = {live_message}                                     | chat_message_is_not_being_written
            update chat_messages set parts = '[]' where id = {live_message}                                      | chat_message_is_not_being_written
            """)
    void whatWouldLeaveAGapIsRefused(String change, String refusal) throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            assertThat(superuser.refusal(change)).isEqualTo(refusal);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from chat_messages where id = {live_message}",
                "delete from chat_sessions where id = {live_chat}",
                "delete from users where id = {owner}",
                "truncate chat_messages"
            })
    void whatWasAppendedGoesWithTheMessage(String end) throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            superuser.execute(end);

            assertThat(superuser.value(INCREMENTS)).isEqualTo("0");
        }
    }

    @Test
    void anOlderSnapshotDoesNotEndAMessage() throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            superuser.execute("set transaction isolation level repeatable read");

            assertThat(superuser.refusal("update chat_messages set state = 'complete' where id = {live_message}"))
                    .isEqualTo("25000");
        }
    }
}
