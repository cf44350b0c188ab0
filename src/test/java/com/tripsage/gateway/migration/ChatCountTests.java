package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Together;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class ChatCountTests {

    private static final String POST =
            "insert into chat_messages (session_id, role, content, created_at) values ({chat}, 'user', 'And?', '%s')";

    private final MigratedDatabase database = MigratedDatabase.shared();

    @Test
    void messagesAreCountedAsTheyComeAndGo() throws SQLException {
        try (Session owner = database.as(Person.OWNER)) {
            owner.execute("insert into chat_messages (session_id, role, content)"
                    + " select {chat}, 'user', 'More' from generate_series(1, 7)");
            assertThat(owner.value("select message_count from chat_sessions where id = {chat}"))
                    .isEqualTo("8");

            owner.execute("delete from chat_messages where content = 'More'");
            assertThat(owner.value("select message_count from chat_sessions where id = {chat}"))
                    .isEqualTo("1");
        }
    }

    @Test
    void theLastActivityIsNeverBeforeTheNewestMessageAndNeverGoesBack() throws SQLException {
        try (Session owner = database.as(Person.OWNER)) {
            String before = owner.value("select last_activity from chat_sessions where id = {chat}");
            owner.execute(POST.formatted("2020-01-01"));
            assertThat(owner.value("select last_activity from chat_sessions where id = {chat}"))
                    .isEqualTo(before);

            owner.execute(POST.formatted("2099-01-01T00:00Z"));
            assertThat(owner.value("select last_activity = '2099-01-01T00:00Z' from chat_sessions where id = {chat}"))
                    .isEqualTo("t");
        }
    }

    @Test
    void aMovedMessageCountsWhereItIs() throws SQLException {
        try (Session owner = database.as(Person.OWNER)) {
            owner.execute("insert into chat_sessions (id, user_id) values ({next_chat}, {owner})");
            owner.execute("update chat_messages set session_id = {next_chat} where id = {message}");

            assertThat(owner.value("select message_count from chat_sessions where id = {chat}"))
                    .isEqualTo("0");
            assertThat(owner.value("select message_count from chat_sessions where id = {next_chat}"))
                    .isEqualTo("1");
        }
    }

    @Test
    void aWrongCountIsPutRightAndDoesNotLast() throws SQLException {
        try (Session program = database.asSuperuser()) {
            program.execute("update chat_sessions set message_count = 60 where id = {chat}");
            assertThat(program.value("select message_count from chat_sessions where id = {chat}"))
                    .isEqualTo("1");

            program.execute(POST.formatted("2026-05-01"));

            assertThat(program.value("select message_count from chat_sessions where id = {chat}"))
                    .isEqualTo("2");
        }
    }

    @Test
    void aNewSessionHasNoMessagesWhateverItsWriterSays() throws SQLException {
        try (Session owner = database.as(Person.OWNER)) {
            owner.execute("insert into chat_sessions (id, user_id, message_count) values ({next_chat}, {owner}, 60)");

            assertThat(owner.value("select message_count from chat_sessions where id = {next_chat}"))
                    .isEqualTo("0");
        }
    }

    @Test
    void messagesThatCameWithoutTriggersAreCountedWhenSomebodySetsTheCount() throws SQLException {
        try (Session program = database.asSuperuser()) {
            program.execute("set local session_replication_role = replica");
            program.execute("insert into chat_messages (session_id, role, content, position)"
                    + " select {chat}, 'user', 'And?', 1000000 + n from generate_series(1, 9) n");
            program.execute("set local session_replication_role = origin");
            assertThat(program.execute("delete from chat_messages where position > 1000003"))
                    .isEqualTo(6);
            assertThat(program.value("select message_count from chat_sessions where id = {chat}"))
                    .isEqualTo("0");

            program.execute("update chat_sessions set message_count = 60 where id = {chat}");
            assertThat(program.value("select message_count from chat_sessions where id = {chat}"))
                    .isEqualTo("4");
        }
    }

    @Test
    void noMessagesAreLeftAfterTruncating() throws SQLException {
        try (Session program = database.asSuperuser()) {
            program.execute("truncate chat_messages");

            assertThat(program.value("select sum(message_count) from chat_sessions"))
                    .isEqualTo("0");
        }
    }

    @Test
    void noOtherMessageIsReadToAddOrDeleteOne() throws SQLException {
        String read =
                "select pg_stat_get_xact_tuples_fetched(i.indexrelid) + pg_stat_get_xact_tuples_returned(i.indexrelid)"
                        + " from pg_index i where i.indexrelid = 'chat_messages_by_session_position'::regclass";
        try (Session owner = database.as(Person.OWNER)) {
            String before = owner.value(read);
            owner.execute(POST.formatted("2026-05-01"));
            owner.execute("delete from chat_messages where id = {message}");

            assertThat(owner.value(read)).isEqualTo(before);
        }
    }

    @Test
    void aSessionGoesWithItsMessages() throws SQLException {
        try (Session owner = database.as(Person.OWNER)) {
            assertThat(owner.execute("delete from chat_sessions where id = {chat}"))
                    .isEqualTo(1);
            assertThat(owner.execute("select from chat_messages where session_id = {chat}"))
                    .isZero();
        }
    }

    @Test
    void messagesPostedAndDeletedAtTheSameTimeAreAllCounted() throws Exception {
        try (Session setUp = database.asSuperuser()) {
            setUp.execute("insert into chat_sessions (id, user_id) values ({busy_chat}, {owner})");
            setUp.commit();
        }

        Together.run(8, worker -> {
            for (int i = 0; i < 10; i++) {
                try (Session owner = database.as(Person.OWNER)) {
                    owner.execute("insert into chat_messages (session_id, role, content)"
                            + " select {busy_chat}, 'user', 'Hi' from generate_series(1, 2)");
                    owner.commit();
                }
                try (Session owner = database.as(Person.OWNER)) {
                    owner.execute(("insert into chat_messages (session_id, role, content)"
                                    + " select {busy_chat}, 'user', 'Bye %d' from generate_series(1, 3)")
                            .formatted(worker));
                    owner.execute("delete from chat_messages where content = 'Bye %d'".formatted(worker));
                    owner.commit();
                }
            }
            return worker;
        });

        try (Session cleanUp = database.asSuperuser()) {
            assertThat(cleanUp.value("select message_count from chat_sessions where id = {busy_chat}"))
                    .isEqualTo("160")
                    .isEqualTo(cleanUp.value("select count(*) from chat_messages where session_id = {busy_chat}"));
            cleanUp.execute("delete from chat_sessions where id = {busy_chat}");
            cleanUp.commit();
        }
    }
}
