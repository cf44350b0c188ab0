package com.tripsage.gateway.flight;

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

/** The flights of the trips that the caller sees. */
@Repository
public class FlightRepository implements NodeSource {

    private static final String COLUMNS =
            "id, trip_id, airline, flight_number, departure_airport, arrival_airport, departure_time, arrival_time, price,"
                    + " currency, booking_reference, status, version, created_at, updated_at";

    private final JdbcClient jdbc;

    FlightRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String exists() {
        return "exists (select from public.flights where id = :id)";
    }

    @Override
    public Optional<Flight> find(UUID id) {
        return jdbc.sql("select " + COLUMNS + " from public.flights where id = :id")
                .param("id", id)
                .query(FlightRepository::map)
                .optional();
    }

    List<Flight> findByTrips(Collection<UUID> tripIds) {
        return jdbc.sql("select " + COLUMNS
                        + " from public.flights where trip_id = any(:trips) order by departure_time, position")
                .param("trips", UuidArray.of(tripIds))
                .query(FlightRepository::map)
                .list();
    }

    /** What the searches said: long, seldom asked for, and so no part of a flight. */
    Map<UUID, Json> findRawData(Collection<UUID> ids) {
        return jdbc.sql("select id, raw_data from public.flights where id = any(:ids) and raw_data is not null")
                .param("ids", UuidArray.of(ids))
                .query(Json.byId("raw_data"));
    }

    /** Adds flights to a trip in one statement, by default in its currency; none where the caller does not see the trip. */
    public List<Flight> insert(UUID tripId, List<FlightInput> flights) {
        return jdbc.sql("""
                        insert into public.flights (id, trip_id, airline, flight_number, departure_airport,
                                                    arrival_airport, departure_time, arrival_time, price, currency,
                                                    booking_reference, status, raw_data)
                        select n.id, t.id, n.airline, n.flight_number, n.departure_airport,
                               n.arrival_airport, n.departure_time, n.arrival_time, n.price,
                               coalesce(n.currency, t.budget_currency),
                               n.booking_reference, n.status, n.raw_data
                          from public.trips t,
                               jsonb_populate_recordset(null::public.flights, cast(:flights as jsonb))
                              with ordinality n
                         where t.id = :trip
                         order by n.ordinality
                        returning\s""" + COLUMNS)
                .param(
                        "flights",
                        Columns.json(flights.stream().map(FlightInput::columns).toList()))
                .param("trip", tripId)
                .query(FlightRepository::map)
                .list();
    }

    /** Changes a flight. A first price without a currency is in that of the trip, another one in that of the one before. */
    Optional<Flight> update(UUID id, @Nullable Integer expectedVersion, Columns patch) {
        return jdbc.sql("""
                        update public.flights f
                           set (airline, flight_number, departure_airport, arrival_airport, departure_time,
                                arrival_time, price, currency, booking_reference, status, raw_data)
                             = (select n.airline, n.flight_number, n.departure_airport, n.arrival_airport,
                                       n.departure_time, n.arrival_time, n.price,
                                       case when f.price is null and n.price is not null
                                                 and cast(:patch as jsonb) ->> 'currency' is null
                                            then (select t.budget_currency from public.trips t where t.id = f.trip_id)
                                            else n.currency end,
                                       n.booking_reference, n.status, n.raw_data
                                  from jsonb_populate_record(f, cast(:patch as jsonb)) n)
                         where id = :id
                           and version = coalesce(:expectedVersion, version)
                        returning\s""" + COLUMNS)
                .param("patch", patch.json())
                .param("id", id)
                .param("expectedVersion", expectedVersion, Types.INTEGER)
                .query(FlightRepository::map)
                .optional();
    }

    /** Deletes it and tells which trip it belonged to. */
    Optional<UUID> delete(UUID id) {
        return jdbc.sql("delete from public.flights where id = :id returning trip_id")
                .param("id", id)
                .query(UUID.class)
                .optional();
    }

    private static Flight map(ResultSet row, int number) throws SQLException {
        return new Flight(
                row.getObject("id", UUID.class),
                row.getObject("trip_id", UUID.class),
                row.getString("airline"),
                row.getString("flight_number"),
                row.getString("departure_airport"),
                row.getString("arrival_airport"),
                row.getObject("departure_time", OffsetDateTime.class),
                row.getObject("arrival_time", OffsetDateTime.class),
                Money.of(row, "price", "currency"),
                row.getString("booking_reference"),
                Objects.requireNonNull(constant(BookingStatus.class, row.getString("status"))),
                row.getInt("version"),
                row.getObject("created_at", OffsetDateTime.class),
                row.getObject("updated_at", OffsetDateTime.class));
    }
}
