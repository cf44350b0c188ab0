package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What becomes of rows that are older than what the migrations add. */
class UpgradeTests {

    private static final MigratedDatabase DATABASE =
            MigratedDatabase.upgraded("plain_owner", "plain-owner.sql", "010", """
            insert into users (id, email) values
                ({owner}, 'owner@example.com'), ({loud}, 'OWNER@example.com'), ({nameless}, '');
            insert into trips (id, user_id, title, description) values
                ({described}, {owner}, 'Lisbon', 'A week in Lisbon'), ({blank}, {owner}, 'Porto', ' '),
                ({bare}, {owner}, 'Bari', null);
            insert into memory_embeddings (id, user_id, content_text, embedding) values
                ({embedded}, {owner}, 'Likes aisles', array_fill(1::real, array[1536])),
                ({waiting}, {owner}, 'Likes windows', null),
                ({foreign}, {owner}, 'Любит Москву', null);
            insert into flights (trip_id, flight_number) values ({bare}, 'LH400');
            insert into chat_sessions (id, user_id) values ({chat}, {owner});
            insert into chat_messages (session_id, role, content)
                 select {chat}, 'user', n from generate_series(1, 9) n;
            insert into chat_messages (session_id, role, content, created_at) values ({chat}, 'user', '0', '2020-01-01');
            """);

    @Test
    void whatHasNoVectorWaitsForOne() throws SQLException {
        try (Session superuser = DATABASE.asSuperuser()) {
            assertThat(superuser.values(
                            "select id from gateway.embedding_queue where user_id = {owner} and due_at <= now()"))
                    .containsExactlyInAnyOrder(
                            Names.id("described").toString(),
                            Names.id("waiting").toString(),
                            Names.id("foreign").toString());
        }
    }

    @Test
    void vectorsAreOfUnspecifiedOrigin() throws SQLException {
        try (Session superuser = DATABASE.asSuperuser()) {
            assertThat(superuser.value(
                            "select concat_ws(' ', embedding_model, version, last_seen_at, words is not null,"
                                    + " embedding_code is not null) from memory_embeddings where id = {embedded}"))
                    .isEqualTo("unspecified 1 t t");
        }
    }

    /** Of what was there when a memory was a description by its metadata alone. */
    private static final MigratedDatabase WITH_DESCRIPTIONS =
            MigratedDatabase.upgraded("plain_owner", "plain-owner.sql", "016", """
            insert into users (id, email) values
                ({owner}, 'owner@example.com'), ({loud}, 'OWNER@example.com'), ({nameless}, '');
            insert into trips (id, user_id, title, description) values
                ({described}, {owner}, 'Lisbon', 'A week in Lisbon'), ({forgotten}, {owner}, 'Porto', 'A week in Porto');
            insert into memory_embeddings (id, user_id, content_type, content_text, metadata, created_at)
            select id, {owner}, 'trip_creation', text, jsonb_build_object('trip_id', trip), created_at::timestamptz
              from (values ({own}::uuid, 'I was in Lisbon before', {described}::uuid, '2026-01-01'),
                           ({kept},      'A week in Lisbon',       {described},       '2026-01-02'),
                           ({later},     'A week in Lisbon',       {described},       '2026-01-03'),
                           ({porto},     'I like port',            {forgotten},       '2026-01-01'))
                   as memory (id, text, trip, created_at);
            """);

    @Test
    void oneMemoryIsTheDescriptionAndOwnOnesBesideItAreNot() throws SQLException {
        try (Session superuser = WITH_DESCRIPTIONS.asSuperuser()) {
            assertThat(superuser.values("select id from memory_embeddings where describes_trip is not null"))
                    .containsExactly(Names.id("kept").toString());

            superuser.execute("update trips set description = 'Somewhere else'");

            assertThat(superuser.values("select content_text from memory_embeddings order by content_text"))
                    .containsExactly(
                            "A week in Lisbon",
                            "I like port",
                            "I was in Lisbon before",
                            "Somewhere else",
                            "Somewhere else");
            superuser.execute("delete from trips");
            assertThat(superuser.values("select content_text from memory_embeddings order by content_text"))
                    .containsExactly("A week in Lisbon", "I like port", "I was in Lisbon before");
        }
    }

    @Test
    void whoHadAnAddressIsFoundByIt() throws SQLException {
        try (Session superuser = DATABASE.asSuperuser()) {
            assertThat(superuser.values("select address from email_holders where user_id = {owner}"))
                    .containsExactly("owner@example.com");
            assertThat(superuser.values("select address from email_holders where user_id = {loud}"))
                    .containsExactly("OWNER@example.com");
            assertThat(superuser.execute("select from email_holders")).isEqualTo(2);
        }
    }

    @Test
    void theirWordsAreThoseOfToday() throws SQLException {
        try (Session superuser = DATABASE.asSuperuser()) {
            assertThat(superuser.values("""
                            select content_text from memory_embeddings where words @@ gateway.all_words('МОСКВА')
                            union all
                            select title from trips where words @@ gateway.all_words('lisbón')
                            union all
                            select flight_number from flights where words @@ gateway.all_words('lh 400')
                            """)).containsExactly("Любит Москву", "Lisbon", "LH400");
        }
    }

    @Test
    void everybodyIsBoundByThePoliciesAgain() throws SQLException {
        try (Session superuser = DATABASE.asSuperuser()) {
            superuser.execute("set local role plain_owner");

            assertThat(superuser.execute("select from trips")).isZero();
            assertThat(superuser.execute("select from users")).isZero();
            assertThat(superuser.execute("select from email_holders")).isZero();
            assertThat(superuser.execute("select from memory_embeddings")).isZero();
        }
    }

    @Test
    void messagesStayInTheOrderInWhichTheyWereStored() throws SQLException {
        try (Session superuser = DATABASE.asSuperuser()) {
            superuser.execute("insert into chat_messages (session_id, role, content) values ({chat}, 'user', 'new')");

            assertThat(superuser.value("select string_agg(content, ' ' order by position) from chat_messages"))
                    .isEqualTo("0 1 2 3 4 5 6 7 8 9 new");
            assertThat(superuser.value("select count(*) from chat_messages where version > 1"))
                    .isEqualTo("0");
            assertThat(superuser.value("select count(*) from changelog.change_log where table_name = 'chat_messages'"
                            + " and operation = 'UPDATE'"))
                    .isEqualTo("0");
        }
    }
}
