package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that other programs write, which know only the columns that they share with the gateway. */
class OtherProgramsTests {

    private final MigratedDatabase database = MigratedDatabase.shared();

    private Session program;

    @BeforeEach
    void write() throws SQLException {
        program = database.asSuperuser();
        program.execute("""
                insert into users (id, email) values
                    ({anna}, 'anna@example.com'), ({loud}, 'ANNA@example.com'), ({nameless}, '')
                """);
        program.execute("""
                insert into trips (id, user_id, title, description) values
                    ({described}, {anna}, 'Lissabon', 'A week in Lisbon'), ({blank}, {anna}, 'Porto', ' '),
                    ({bare}, {anna}, 'Bari', null)
                """);
        program.execute("""
                insert into memory_embeddings (id, user_id, content_text, embedding) values
                    ({embedded}, {anna}, 'Likes aisles', array_fill(1::real, array[1536])),
                    ({waiting}, {anna}, 'Likes windows', null),
                    ({foreign}, {anna}, 'Любит Москву', null)
                """);
        program.execute("insert into flights (trip_id, flight_number) values ({bare}, 'LH400')");
    }

    @AfterEach
    void forget() throws SQLException {
        program.close();
    }

    @Test
    void rowsWithoutAVectorWaitForOne() throws SQLException {
        assertThat(program.values("select id from gateway.embedding_queue where user_id = {anna} and due_at <= now()"))
                .containsExactlyInAnyOrder(
                        Names.id("described").toString(),
                        Names.id("waiting").toString(),
                        Names.id("foreign").toString());
    }

    @Test
    void vectorsAreOfUnspecifiedOrigin() throws SQLException {
        assertThat(program.value("select concat_ws(' ', embedding_model, version, last_seen_at, words is not null,"
                        + " embedding_code is not null) from memory_embeddings where id = {embedded}"))
                .isEqualTo("unspecified 1 t t");
    }

    @Test
    void rowsAreFoundByTheirWords() throws SQLException {
        assertThat(program.values("""
                        select content_text from memory_embeddings where words @@ gateway.all_words('МОСКВА')
                        union all
                        select title from trips where words @@ gateway.all_words('lissabón')
                        union all
                        select flight_number from flights where words @@ gateway.all_words('lh 400')
                        """)).containsExactly("Любит Москву", "Lissabon", "LH400");
    }

    @Test
    void usersAreFoundByTheirAddresses() throws SQLException {
        assertThat(program.values("""
                        select address from email_holders where user_id in ({anna}, {loud}, {nameless}) order by address
                        """)).containsExactlyInAnyOrder("ANNA@example.com", "anna@example.com");
    }

    @Test
    void theMemoryOfADescriptionFollowsItAndOwnMemoriesOfTheTripStay() throws SQLException {
        program.execute("""
                insert into memory_embeddings (user_id, content_type, content_text, metadata)
                values ({anna}, 'trip_creation', 'I was in Lisbon before', jsonb_build_object('trip_id', {described}))
                """);
        program.execute("update trips set description = 'Two weeks in Lisbon' where id = {described}");

        assertThat(program.values(memoriesOfTrips())).containsExactly("I was in Lisbon before", "Two weeks in Lisbon");
        program.execute("delete from trips where id = {described}");
        assertThat(program.values(memoriesOfTrips())).containsExactly("I was in Lisbon before");
    }

    private static String memoriesOfTrips() {
        return "select content_text from memory_embeddings where user_id = {anna} and content_type = 'trip_creation'"
                + " order by content_text";
    }
}
