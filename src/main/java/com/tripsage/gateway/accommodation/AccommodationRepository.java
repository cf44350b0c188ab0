package com.tripsage.gateway.accommodation;

import static com.tripsage.gateway.value.Columns.constant;

import com.tripsage.gateway.database.UuidArray;
import com.tripsage.gateway.graphql.NodeSource;
import com.tripsage.gateway.trip.BookingStatus;
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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The stays of the trips that the caller sees. */
@Repository
public class AccommodationRepository implements NodeSource {

    private static final String COLUMNS =
            "id, trip_id, name, type, address, coordinates, check_in_date, check_out_date, price_per_night, total_price,"
                    + " currency, booking_reference, amenities, ratings, status, version, created_at, updated_at";

    private final JdbcClient jdbc;

    AccommodationRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String exists() {
        return "exists (select from public.accommodations where id = :id)";
    }

    @Override
    public Optional<Accommodation> find(UUID id) {
        return jdbc.sql("select " + COLUMNS + " from public.accommodations where id = :id")
                .param("id", id)
                .query(AccommodationRepository::map)
                .optional();
    }

    /** The stay, which nobody else changes until the transaction ends; empty where the caller may not change it. */
    Optional<Accommodation> findForUpdate(UUID id) {
        return jdbc.sql("select " + COLUMNS + " from public.accommodations where id = :id for no key update")
                .param("id", id)
                .query(AccommodationRepository::map)
                .optional();
    }

    List<Accommodation> findByTrips(Collection<UUID> tripIds) {
        return jdbc.sql(
                        "select " + COLUMNS
                                + " from public.accommodations where trip_id = any(:trips) order by check_in_date, check_out_date, position")
                .param("trips", UuidArray.of(tripIds))
                .query(AccommodationRepository::map)
                .list();
    }

    /** What the searches said: long, seldom asked for, and so no part of a stay. */
    Map<UUID, Json> findRawData(Collection<UUID> ids) {
        return jdbc.sql("select id, raw_data from public.accommodations where id = any(:ids) and raw_data is not null")
                .param("ids", UuidArray.of(ids))
                .query(Json.byId("raw_data"));
    }

    /** Adds stays to a trip in one statement, by default in its currency; none where the caller does not see the trip. */
    public List<Accommodation> insert(UUID tripId, List<AccommodationInput> stays) {
        return jdbc.sql("""
                        insert into public.accommodations (id, trip_id, name, type, address, coordinates,
                                                           check_in_date, check_out_date, price_per_night, total_price,
                                                           currency, booking_reference, amenities, ratings, status,
                                                           raw_data)
                        select n.id, t.id, n.name, n.type, n.address, n.coordinates,
                               n.check_in_date, n.check_out_date, n.price_per_night, n.total_price,
                               coalesce(n.currency, t.budget_currency), n.booking_reference, n.amenities, n.ratings,
                               n.status, n.raw_data
                          from public.trips t,
                               jsonb_populate_recordset(null::public.accommodations, cast(:stays as jsonb))
                              with ordinality n
                         where t.id = :trip
                         order by n.ordinality
                        returning\s""" + COLUMNS)
                .param(
                        "stays",
                        Columns.json(
                                stays.stream().map(AccommodationInput::columns).toList()))
                .param("trip", tripId)
                .query(AccommodationRepository::map)
                .list();
    }

    /** Changes a stay. A first price without a currency is in that of the trip, another one in that of the stay. */
    Optional<Accommodation> update(UUID id, @Nullable Integer expectedVersion, Columns patch) {
        return jdbc.sql("""
                        update public.accommodations a
                           set (name, type, address, coordinates, check_in_date, check_out_date, price_per_night,
                                total_price, currency, booking_reference, amenities, ratings, status, raw_data)
                             = (select n.name, n.type, n.address, n.coordinates, n.check_in_date, n.check_out_date,
                                       n.price_per_night, n.total_price,
                                       case when coalesce(a.price_per_night, a.total_price) is null
                                                 and coalesce(n.price_per_night, n.total_price) is not null
                                                 and cast(:patch as jsonb) ->> 'currency' is null
                                            then (select t.budget_currency from public.trips t where t.id = a.trip_id)
                                            else n.currency end,
                                       n.booking_reference,
                                       n.amenities, n.ratings, n.status, n.raw_data
                                  from jsonb_populate_record(a, cast(:patch as jsonb)) n)
                         where id = :id
                           and version = coalesce(:expectedVersion, version)
                        returning\s""" + COLUMNS)
                .param("patch", patch.json())
                .param("id", id)
                .param("expectedVersion", expectedVersion, Types.INTEGER)
                .query(AccommodationRepository::map)
                .optional();
    }

    /** Deletes it and tells which trip it belonged to. */
    Optional<UUID> delete(UUID id) {
        return jdbc.sql("delete from public.accommodations where id = :id returning trip_id")
                .param("id", id)
                .query(UUID.class)
                .optional();
    }

    private static Accommodation map(ResultSet row, int number) throws SQLException {
        return new Accommodation(
                row.getObject("id", UUID.class),
                row.getObject("trip_id", UUID.class),
                row.getString("name"),
                row.getString("type"),
                row.getString("address"),
                Coordinates.of(row, "coordinates"),
                row.getObject("check_in_date", LocalDate.class),
                row.getObject("check_out_date", LocalDate.class),
                Money.of(row, "price_per_night", "currency"),
                Money.of(row, "total_price", "currency"),
                row.getString("booking_reference"),
                Json.of(row, "amenities"),
                Json.of(row, "ratings"),
                Objects.requireNonNull(constant(BookingStatus.class, row.getString("status"))),
                row.getInt("version"),
                row.getObject("created_at", OffsetDateTime.class),
                row.getObject("updated_at", OffsetDateTime.class));
    }
}
