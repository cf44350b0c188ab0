package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The triggers for vectors and former texts, and the rights of the role behind them. */
class EmbeddingTests {

    private final MigratedDatabase database = MigratedDatabase.shared();

    @Test
    void theEmbeddingRoleSeesMemoriesOfTripsOnly() throws SQLException {
        try (Session role = database.asSuperuser()) {
            role.execute("insert into memory_embeddings (user_id, content_type, content_text)"
                    + " values ({stranger}, 'trip_creation', 'To Quito'), ({stranger}, 'insight', 'Likes Quito')");
            role.execute("set local role tripsage_embedding");

            assertThat(role.values("select distinct content_type from public.memory_embeddings"))
                    .containsExactly("trip_creation");
            assertThat(role.execute("delete from public.memory_embeddings where user_id = {stranger}"))
                    .isOne();
        }
    }

    @Test
    void aMemoryIsSupersededByOneOfTheSameUserAndNobodyLearnsOfOthers() throws SQLException {
        try (Session session = database.asSuperuser()) {
            session.execute("insert into memory_embeddings (id, user_id, content_text)"
                    + " values ({strangers_memory}, {stranger}, 'Secret'), ({newer}, {owner}, 'Newer')");
            become(session, "owner");

            assertThat(session.refusal(
                            "update memory_embeddings set superseded_by = {strangers_memory} where id = {memory}"))
                    .isEqualTo("memory_superseded_by_of_the_user")
                    .isEqualTo(session.refusal(
                            "update memory_embeddings set superseded_by = {no_memory} where id = {memory}"));
            assertThat(session.execute("update memory_embeddings set superseded_by = {newer} where id = {memory}"))
                    .isOne();
            session.execute("delete from memory_embeddings where id = {newer}");
            assertThat(session.execute("select from memory_embeddings where superseded_by is null and id = {memory}"))
                    .isOne();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "content_text = 'Likes both'                                                  | true  | true  | 2",
                "content_text = content_text                                                  | false | false | 1",
                "content_text = 'Likes both', embedding = array_fill(2::real, array[1536])    | false | true  | 2",
                "content_text = 'Likes both', embedding = null                                | true  | true  | 2",
                "embedding = null                                                             | true  | false | 1",
                "last_seen_at = now()                                                         | false | false | 1",
                "embedding_model = 'other'                                                    | false | false | 1",
                "metadata = '{}'                                                              | false | false | 1",
                "metadata = '{\"a\": 1}'                                                      | false | false | 2"
            })
    void aChangeOfTextIsKeptAndTheVectorMadeAnew(String change, boolean waits, boolean isKept, int version)
            throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            superuser.execute("insert into memory_embeddings (id, user_id, content_text, embedding)"
                    + " values ({embedded}, {owner}, 'Likes aisles', array_fill(1::real, array[1536]))");
            become(superuser, "owner");
            superuser.execute("update memory_embeddings set %s where id = {embedded}".formatted(change));
            superuser.execute("reset role");

            assertThat(superuser.execute(
                            "select from gateway.embedding_queue where kind = 'memory' and id = {embedded}"))
                    .isEqualTo(waits ? 1 : 0);
            assertThat(superuser.execute("select from memory_embeddings where id = {embedded} and embedding is null"))
                    .isEqualTo(waits ? 1 : 0);
            assertThat(superuser.execute("select from memory_history where memory_id = {embedded}"
                            + " and user_id = {owner} and content_text = 'Likes aisles'"))
                    .isEqualTo(isKept ? 1 : 0);
            assertThat(superuser.value("select version from memory_embeddings where id = {embedded}"))
                    .isEqualTo(String.valueOf(version));
        }
    }

    @Test
    void whatHasNoVectorWaitsUntilItHas() throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            superuser.execute(
                    "insert into memory_embeddings (id, user_id, content_text) values ({waiting}, {owner}, 'x')");
            superuser.execute(
                    "update gateway.embedding_queue set attempts = 7, due_at = 'infinity' where id = {waiting}");
            superuser.execute("update memory_embeddings set content_text = 'y' where id = {waiting}");
            assertThat(superuser.value("select concat(kind, attempts, user_id = {owner}, due_at <= now())"
                            + " from gateway.embedding_queue where id = {waiting}"))
                    .isEqualTo("memory0tt");

            superuser.execute(
                    "update memory_embeddings set embedding = array_fill(1::real, array[1536]) where id = {waiting}");

            assertThat(superuser.execute("select from gateway.embedding_queue where id = {waiting}"))
                    .isZero();
        }
    }

    @Test
    void aTripOfAnotherProgramWaitsForItsVector() throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            superuser.execute("insert into trips (id, user_id, title, description) values"
                    + " ({described}, {owner}, 'Bari', 'A week in Bari'), ({blank}, {owner}, 'Bari', E'\\n\\t'),"
                    + " ({bare}, {owner}, 'Bari', null)");

            assertThat(superuser.values("select id from gateway.embedding_queue where kind = 'trip'"
                            + " and id in ({described}, {blank}, {bare})"))
                    .containsExactly(Names.id("described").toString());
        }
    }

    @Test
    void theRowsOfAUserWhoIsDeletedGoToo() throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            superuser.execute("update trips set description = 'A week in Lisbon' where id = {trip}");

            superuser.execute("delete from users where id = {owner}");

            assertThat(superuser.execute("select from memory_embeddings where user_id = {owner}"))
                    .isZero();
            assertThat(superuser.execute("select from memory_history where user_id = {owner}"))
                    .isZero();
            assertThat(superuser.execute("select from trip_embeddings where trip_id = {trip}"))
                    .isZero();
        }
    }

    private static void become(Session session, String name) throws SQLException {
        session.execute("select set_config('request.jwt.claims', '%s', true)".formatted(Person.claims(name)));
        session.execute("set local role authenticated");
    }
}
