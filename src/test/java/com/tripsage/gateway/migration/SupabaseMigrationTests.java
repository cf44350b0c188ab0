package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SupabaseMigrationTests extends PreparedDatabaseTest {

    private static final MigratedDatabase DATABASE = MigratedDatabase.prepared("supabase_postgres", "supabase.sql");

    SupabaseMigrationTests() {
        super(DATABASE);
    }

    @TestFactory
    Stream<DynamicTest> nobodyTruncates() {
        return new AccessMatrix(database).truncations();
    }

    @Test
    void whatWasThereIsAsItWas() throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            assertThat(superuser.values(
                            "select extname from pg_extension where extnamespace = 'extensions'::regnamespace"))
                    .containsExactlyInAnyOrder("vector", "pgcrypto", "uuid-ossp");
            assertThat(superuser.values(
                            "select distinct proowner::regrole from pg_proc where pronamespace = 'auth'::regnamespace"))
                    .containsExactly("supabase_admin");
            assertThat(superuser.value("select count(*) from pg_proc where pronamespace = 'auth'::regnamespace"))
                    .isEqualTo("4");
        }
    }

    /** The role of Supabase's own programs, which row-level security does not bind. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into trips (user_id, title) values ({stranger}, 'Bari')",
                "insert into flights (trip_id) values ({trip})",
                "insert into accommodations (trip_id, name) values ({trip}, 'Pensão')",
                "insert into bookings (trip_id, number) values ({trip}, 'IC 523')",
                "insert into trip_members (trip_id, user_id, role) values ({trip}, {stranger}, 'viewer')",
                "insert into memory_embeddings (user_id, content_text) values ({owner}, 'Eats no fish')",
                "insert into chat_messages (session_id, role, content) values ({chat}, 'user', 'Why?')",
                "update trips set user_id = {stranger} where id = {trip}",
                "delete from users where id = {owner}"
            })
    void theServiceRoleGoesOnWriting(String sql) throws SQLException {
        try (Session superuser = database.asSuperuser()) {
            superuser.execute("set local role service_role");

            assertThat(superuser.execute(sql)).isEqualTo(1);
        }
    }
}
