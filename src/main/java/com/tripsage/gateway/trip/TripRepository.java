package com.tripsage.gateway.trip;

import static com.tripsage.gateway.value.Columns.constant;

import com.tripsage.gateway.paging.Connection;
import com.tripsage.gateway.paging.PageRequest;
import com.tripsage.gateway.paging.Pager;
import com.tripsage.gateway.paging.Selection;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.table.Table;
import com.tripsage.gateway.table.TableRepository;
import com.tripsage.gateway.value.Money;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The trips that the caller sees. Row-level security does the filtering, so no statement names the caller. */
@Repository
public class TripRepository extends TableRepository<Trip> {

    /** Read with the trips, so that their spending takes no statement for bookings, which few of its readers show. */
    private static final String BOOKING_COSTS = """
            (select coalesce(jsonb_object_agg(c.currency, c.amount), '{}')
               from (select m.currency, sum(m.amount) as amount
                       from public.bookings b
                      cross join lateral (values (b.price, b.currency), (- b.refund, b.refund_currency)) as m (amount, currency)
                      where b.trip_id = trips.id
                        and (b.status = 'booked' or b.status = 'cancelled' and b.refund is not null)
                        and m.amount is not null
                      group by m.currency) as c)""";

    static final Table<Trip> TRIPS = Table.of("public.trips", Trip.class)
            .ownedBy("user_id")
            .column("ownerId", "user_id")
            .column("budget", "budget_total")
            .currency("budget_currency")
            .longComponents("description", "metadata")
            .selected("bookingCosts", BOOKING_COSTS)
            .queried("bookingCosts", "spent", "spentByCurrency", "spentConverted")
            .written(UpdateTripInput.class)
            .inserted("budget_currency", "coalesce(n.budget_currency, '" + Money.DEFAULT_CURRENCY + "')")
            .build();

    private final Pager pager;

    TripRepository(JdbcClient jdbc, Pager pager) {
        super(TRIPS, jdbc);
        this.pager = pager;
    }

    Connection<Trip> findPage(@Nullable TripFilter filter, TripOrder order, PageRequest page) {
        Selection trips = Selection.of(TRIPS.askedColumns(), TRIPS.name());
        return pager.page(filter == null ? trips : filter.narrow(trips), order.keyset(), page, TRIPS);
    }

    /** The trips that end last, those without an end first. */
    public List<Trip> findLatest(int most) {
        return jdbc.sql(TRIPS.select() + " order by end_date desc nulls first, position desc limit :most")
                .param("most", most)
                .query(TRIPS)
                .list();
    }

    /** Adds a trip of the caller's, with the fields of the input. */
    public Trip insert(Record input) {
        return insertRow(input);
    }

    Optional<Trip> update(UpdateTripInput input) {
        return updateRow(input.id(), input.expectedVersion(), input);
    }

    /** Locks the trip against others who change its parts; false where the caller may not change it. */
    public boolean lock(UUID id) {
        return jdbc.sql("select id from public.trips where id = :id for no key update")
                .param("id", id)
                .query(UUID.class)
                .optional()
                .isPresent();
    }

    /** The caller's role in a trip; empty when the caller does not see it. */
    public Optional<TripRole> roleIn(UUID id) {
        return jdbc.sql("""
                        select case when t.user_id = (select auth.uid()) then 'owner' else m.role end
                          from public.trips t
                          left join public.trip_members m on m.trip_id = t.id and m.user_id = (select auth.uid())
                         where t.id = :id
                        """)
                .param("id", id)
                .query((row, _) -> Objects.requireNonNull(constant(TripRole.class, row.getString(1))))
                .optional();
    }

    /** Refuses whoever is not the owner of the trip. */
    public void requireOwner(UUID id, String otherwise) {
        if (roleIn(id).orElseThrow(() -> Refusal.notFound("trip")) != TripRole.OWNER) {
            throw Refusal.forbidden(otherwise);
        }
    }

    /** The refusal of a change, to the trip or a part of it, that found no row to change although there is one of this version. */
    public Refusal refusalOfChange(UUID id, String what, int storedVersion) {
        return roleIn(id)
                .map(role -> role == TripRole.VIEWER
                        ? Refusal.forbidden("Only the owner and the editors of a trip change it")
                        : Refusal.conflict("The " + what + " has been changed meanwhile", storedVersion))
                .orElseGet(() -> Refusal.notFound(what));
    }
}
