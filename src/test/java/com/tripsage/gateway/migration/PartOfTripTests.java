package com.tripsage.gateway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A part of a trip that is not there yet: a table and three calls, and later a column of it. */
class PartOfTripTests {

    private final MigratedDatabase database = MigratedDatabase.shared();

    private Session session;

    @BeforeEach
    void addDocuments() throws SQLException {
        session = database.asSuperuser();
        session.execute("""
                create table public.documents (
                    id         uuid        not null default gen_random_uuid() primary key,
                    trip_id    uuid        not null references public.trips (id) on delete cascade,
                    name       text        not null,
                    created_at timestamptz not null default now(),
                    updated_at timestamptz not null default now(),
                    version    int         not null default 1,
                    position   bigint      not null generated always as identity,
                    size       int         generated always as (length(name)) stored
                )
                """);
        session.execute("select gateway.make_part_of_trip('public.documents')");
        session.execute("select gateway.limit_per_trip('documents', 'public.documents')");
        follow();
        session.execute("insert into documents (id, trip_id, name) values ({document}, {trip}, 'Ticket')");
    }

    @AfterEach
    void forget() throws SQLException {
        session.close();
    }

    @Test
    void isSeenWithTheTripAndChangedByEditors() throws SQLException {
        become("viewer");
        assertThat(session.values("select name from documents")).containsExactly("Ticket");
        assertThat(session.execute("update documents set name = 'Passport'")).isZero();
        become("stranger");
        assertThat(session.execute("select from documents")).isZero();
        become("editor");
        session.execute("insert into documents (trip_id, name) values ({trip}, 'Map')");
        session.execute("update documents set name = 'Passport' where id = {document}");
        assertThat(session.values("select concat_ws(' ', name, version, size) from documents order by position"))
                .containsExactly("Passport 2 8", "Map 1 3");
        assertThat(session.execute("delete from documents")).isEqualTo(2);
    }

    @Test
    void isLimited() throws SQLException {
        session.execute("insert into documents (trip_id, name) select {trip}, n from generate_series(2, 200) n");

        assertThat(session.refusal("insert into documents (trip_id, name) values ({trip}, 'Map')"))
                .isEqualTo("trip_holds_at_most_200_documents");
    }

    @Test
    void isLogged() throws SQLException {
        session.execute("update documents set name = 'Passport'");
        session.execute("update documents set trip_id = {other_trip}");
        session.execute("delete from documents");

        assertThat(logged())
                .containsExactly("INSERT true", "UPDATE true name", "DELETE true", "INSERT false", "DELETE false");
    }

    @Test
    void takesItsCallsAgainForAnotherColumn() throws SQLException {
        session.execute("alter table documents add column seat text");
        session.execute("select gateway.make_part_of_trip('public.documents')");
        follow();

        become("editor");
        session.execute("update documents set seat = '7A'");
        session.execute("reset role");
        assertThat(logged()).containsExactly("INSERT true", "UPDATE true seat");
    }

    private void follow() throws SQLException {
        session.execute("select gateway.follow('public.documents', trip_id => 'row.trip_id')");
    }

    private List<@Nullable String> logged() throws SQLException {
        return session.values("""
                select concat_ws(' ', operation, (trip_id = {trip})::text, nullif(array_to_string(changed_columns, ','), ''))
                  from changelog.change_log
                 where xid = pg_current_xact_id() and table_name = 'documents'
                 order by id
                """);
    }

    private void become(String name) throws SQLException {
        session.execute("reset role");
        session.execute("select set_config('request.jwt.claims', '%s', true)".formatted(Person.claims(name)));
        session.execute("set local role authenticated");
    }
}
