package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Temporary objects of somebody with a connection, with the names of everything that functions use. */
class TemporaryObjectsTests {

    private static final MigratedDatabase DATABASE = MigratedDatabase.prepared("plain_owner", "plain-owner.sql");

    /** A function that notes its role, called by a domain for each type and by a view for each table of the catalogue. */
    private static final String TRAPS = """
            select set_config('test.seen', '', true);

            create function pg_temp.note() returns boolean
                language plpgsql
            as $$
            begin
                perform set_config('test.seen', current_setting('test.seen') || ' ' || current_user, true);
                return true;
            end
            $$;

            do $$
            declare
                trap record;
            begin
                for trap in
                    select t.typname, t.oid::regtype as type
                      from pg_catalog.pg_type t
                     where t.typnamespace = 'pg_catalog'::regnamespace
                       and t.typtype = 'b'
                       and t.typelem = 0
                loop
                    execute format('create domain pg_temp.%I as pg_catalog.%1$I check (pg_temp.note())', trap.typname);
                end loop;
                for trap in
                    select c.relname
                      from pg_catalog.pg_class c
                     where c.relnamespace = 'pg_catalog'::regnamespace
                       and c.relkind in ('r', 'v')
                       and has_table_privilege(c.oid, 'select')
                       and not exists (select
                                         from pg_catalog.pg_attribute a
                                        where a.attrelid = c.oid
                                          and a.atttypid = 'anyarray'::regtype)
                loop
                    execute format('create view pg_temp.%I as select * from pg_catalog.%1$I where pg_temp.note()', trap.relname);
                    execute format('grant select on pg_temp.%I to public', trap.relname);
                end loop;
            end
            $$;
            """;

    /** Statements that run functions as the owners of functions and of tables: each function at least once. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select sharing.shared_trips(), sharing.editable_trips()",
                "select * from sharing.people(array[{viewer}, {stranger}]::pg_catalog.uuid[])",
                "select sharing.share_trip({trip}, 'stranger@example.com', 'viewer')",
                "select sharing.share_trip({trip}, 'nobody@example.com', 'viewer')",
                "select sharing.arrive()",
                "select count(*) from sharing.invitations(10)",
                "select sharing.accept_invitation({invitation}), sharing.decline_invitation({invitation})",
                "delete from trip_invitations where id = {invitation}",
                "insert into user_blocks (user_id, blocked_id) values ({owner}, {viewer})",
                "delete from user_blocks where user_id = {owner}",
                "select * from changelog.state()",
                "select count(*) from changelog.change_log",
                "insert into trips (user_id, title, description) values ({owner}, 'Bari', 'By train')",
                "update trips set description = 'By train' where id = {trip}",
                "update trips set metadata = gateway.json_merge_patch(metadata, '{\"a\": 1}') where id = {trip}",
                "insert into trip_embeddings (trip_id, embedding, embedding_model)"
                        + " values ({other_trip}, array_fill(1::real, array[1536])::public.vector, 'm')",
                "insert into flights (trip_id) values ({trip})",
                "update flights set status = 'held' where id = {flight}",
                "delete from flights where id = {flight}",
                "insert into accommodations (trip_id, name) values ({trip}, 'Casa')",
                "update accommodations set status = 'held' where id = {stay}",
                "insert into bookings (trip_id) values ({trip})",
                "update bookings set status = 'held' where id = {booking}",
                "delete from bookings where id = {booking}",
                "insert into memory_embeddings (user_id, content_text) values ({owner}, 'Eats no fish')",
                "update memory_embeddings set content_text = 'Likes windows' where id = {memory}",
                "delete from memory_embeddings where id = {memory}",
                "insert into chat_messages (session_id, role, content) values ({chat}, 'user', 'Why?')",
                "update chat_sessions set title = 'Plans' where id = {chat}",
                "delete from chat_sessions where id = {chat}",
                "update trip_members set role = 'editor' where user_id = {viewer} and trip_id = {trip}",
                "delete from trip_members where user_id = {viewer} and trip_id = {trip}",
                "update users set profile = '{}' where id = {owner}",
                "delete from trips where id = {trip}",
            })
    void temporaryObjectsAreUsedByNobodyElse(String statement) throws SQLException {
        try (Session owner = DATABASE.as(Person.OWNER)) {
            owner.execute(TRAPS);

            assertThat(owner.execute(statement)).isPositive();
            assertThat(owner.value("select pg_catalog.current_setting('test.seen')"))
                    .doesNotContain("tripsage_", "plain_owner", "postgres");
        }
    }

    /** The traps work: they catch a careless function. */
    @Test
    void temporaryObjectsAreFirstOnAnEmptySearchPath() throws SQLException {
        try (Session owner = DATABASE.as(Person.OWNER)) {
            owner.execute(TRAPS);
            owner.execute("""
                    create function pg_temp.careless() returns pg_catalog.text
                        language plpgsql
                        set search_path = ''
                    as $$
                    declare
                        caller uuid := pg_catalog.gen_random_uuid();
                    begin
                        return caller::pg_catalog.text;
                    end
                    $$
                    """);
            owner.execute("select pg_temp.careless()");

            assertThat(owner.value("select pg_catalog.current_setting('test.seen')"))
                    .contains("authenticated");
        }
    }
}
