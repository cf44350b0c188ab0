package com.tripsage.gateway.trip;

import static com.tripsage.gateway.value.Columns.constant;

import com.tripsage.gateway.database.UuidArray;
import com.tripsage.gateway.graphql.NodeSource;
import com.tripsage.gateway.graphql.Refusal;
import com.tripsage.gateway.paging.Connection;
import com.tripsage.gateway.paging.PageRequest;
import com.tripsage.gateway.paging.Pager;
import com.tripsage.gateway.paging.Selection;
import com.tripsage.gateway.value.Columns;
import com.tripsage.gateway.value.Json;
import com.tripsage.gateway.value.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The trips that the caller sees. Row-level security does the filtering, so no statement names the caller. */
@Repository
public class TripRepository implements NodeSource {

    static final String COLUMNS = "id, user_id, title, description, status, start_date, end_date, budget_total,"
            + " budget_currency, destinations, metadata, version, created_at, updated_at";

    private final JdbcClient jdbc;
    private final Pager pager;

    TripRepository(JdbcClient jdbc, Pager pager) {
        this.jdbc = jdbc;
        this.pager = pager;
    }

    @Override
    public String exists() {
        return "exists (select from public.trips where id = :id)";
    }

    @Override
    public Optional<Trip> find(UUID id) {
        return jdbc.sql("select " + COLUMNS + " from public.trips where id = :id")
                .param("id", id)
                .query(TripRepository::map)
                .optional();
    }

    List<Trip> findAll(Collection<UUID> ids) {
        return jdbc.sql("select " + COLUMNS + " from public.trips where id = any(:ids)")
                .param("ids", UuidArray.of(ids))
                .query(TripRepository::map)
                .list();
    }

    Connection<Trip> findPage(@Nullable TripFilter filter, TripOrder order, PageRequest page) {
        Selection trips = Selection.of(COLUMNS, "public.trips");
        return pager.page(filter == null ? trips : filter.narrow(trips), order.keyset(), page, TripRepository::map);
    }

    /** A new trip of the caller's. */
    public Trip insert(Columns columns) {
        return jdbc.sql("""
                        insert into public.trips (id, user_id, title, description, status, start_date, end_date,
                                                  budget_total, budget_currency, destinations, metadata)
                        select id, (select auth.uid()), title, description, status, start_date, end_date,
                               budget_total, budget_currency, destinations, metadata
                          from jsonb_populate_record(null::public.trips, cast(:columns as jsonb))
                        returning\s""" + COLUMNS)
                .param("columns", columns.json())
                .query(TripRepository::map)
                .single();
    }

    Optional<Trip> update(UUID id, @Nullable Integer expectedVersion, Columns patch) {
        return jdbc.sql("""
                        update public.trips t
                           set (title, description, status, start_date, end_date,
                                budget_total, budget_currency, destinations, metadata)
                             = (select n.title, n.description, n.status, n.start_date, n.end_date,
                                       n.budget_total, n.budget_currency, n.destinations, n.metadata
                                  from jsonb_populate_record(t, cast(:patch as jsonb)) n)
                         where id = :id
                           and version = coalesce(:expectedVersion, version)
                        returning\s""" + COLUMNS)
                .param("patch", patch.json())
                .param("id", id)
                .param("expectedVersion", expectedVersion, Types.INTEGER)
                .query(TripRepository::map)
                .optional();
    }

    boolean delete(UUID id) {
        return jdbc.sql("delete from public.trips where id = :id")
                        .param("id", id)
                        .update()
                > 0;
    }

    /** Keeps others who change what belongs to the trip waiting, if the caller may change it. */
    public void lock(UUID id) {
        jdbc.sql("select id from public.trips where id = :id for no key update")
                .param("id", id)
                .query(UUID.class)
                .optional();
    }

    /** What the caller may do with a trip; empty when the caller does not see it. */
    public Optional<TripRole> roleIn(UUID id) {
        return jdbc.sql("""
                        select case when t.user_id = (select auth.uid()) then 'owner' else m.role end
                          from public.trips t
                          left join public.trip_members m on m.trip_id = t.id and m.user_id = (select auth.uid())
                         where t.id = :id
                        """)
                .param("id", id)
                .query((row, number) -> Objects.requireNonNull(constant(TripRole.class, row.getString(1))))
                .optional();
    }

    /** Why a change of the trip, or of something in it, found no row that it may change, but one of this version. */
    public Refusal refusalOfChange(UUID id, String what, int storedVersion) {
        return roleIn(id)
                .map(role -> role == TripRole.VIEWER
                        ? Refusal.forbidden("Only the owner and the editors of a trip change it")
                        : Refusal.conflict("The " + what + " has been changed meanwhile", storedVersion))
                .orElseGet(() -> Refusal.notFound(what));
    }

    static Trip map(ResultSet row, int number) throws SQLException {
        return new Trip(
                row.getObject("id", UUID.class),
                row.getObject("user_id", UUID.class),
                row.getString("title"),
                row.getString("description"),
                Objects.requireNonNull(constant(TripStatus.class, row.getString("status"))),
                row.getObject("start_date", LocalDate.class),
                row.getObject("end_date", LocalDate.class),
                Money.of(row, "budget_total", "budget_currency"),
                Json.of(row, "destinations"),
                Json.of(row, "metadata"),
                row.getInt("version"),
                row.getObject("created_at", OffsetDateTime.class),
                row.getObject("updated_at", OffsetDateTime.class));
    }
}
