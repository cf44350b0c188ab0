package com.tripsage.gateway.publiclink;

import com.tripsage.gateway.table.Table;
import com.tripsage.gateway.value.Coordinates;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The trip of the public link that is calling. The views show nothing to other callers, and no more than is public to this one. */
@Repository
class PublicTripRepository {

    private static final Table<PublicTrip> TRIPS = Table.of("links.trips", PublicTrip.class)
            .read(
                    "destinations",
                    (row, column) -> List.of((String[]) row.getArray(column).getArray()))
            .build();

    private static final Table<PublicFlight> FLIGHTS =
            Table.of("links.flights", PublicFlight.class).build();

    private static final Table<PublicStay> STAYS = Table.of("links.accommodations", PublicStay.class)
            .read("area", Coordinates::of)
            .build();

    private static final Table<PublicBooking> BOOKINGS = Table.of("links.bookings", PublicBooking.class)
            .read("fromArea", Coordinates::of)
            .read("toArea", Coordinates::of)
            .build();

    private final JdbcClient jdbc;

    PublicTripRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<PublicTrip> find() {
        return jdbc.sql(TRIPS.select()).query(TRIPS).optional();
    }

    List<PublicFlight> findFlights() {
        return jdbc.sql(FLIGHTS.select() + " order by departure_time, departure_local, departure_date, position")
                .query(FLIGHTS)
                .list();
    }

    List<PublicStay> findStays() {
        return jdbc.sql(STAYS.select() + " order by check_in_date, check_out_date, position")
                .query(STAYS)
                .list();
    }

    List<PublicBooking> findBookings() {
        return jdbc.sql(BOOKINGS.select() + " order by start_time, start_local, start_date, position")
                .query(BOOKINGS)
                .list();
    }
}
