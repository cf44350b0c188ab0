package com.tripsage.gateway.booking;

import com.tripsage.gateway.table.Table;
import com.tripsage.gateway.table.TableRepository;
import com.tripsage.gateway.trip.PartPrice;
import com.tripsage.gateway.trip.Traveller;
import com.tripsage.gateway.value.Coordinates;
import com.tripsage.gateway.value.Json;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The bookings of the trips that the caller sees. A price without a currency is in that of the one before, or of the trip. */
@Repository
public class BookingRepository extends TableRepository<Booking> {

    private static final Table<Booking> BOOKINGS = Traveller.of(
                    PartPrice.of(Table.of("public.bookings", Booking.class)))
            .partOf("public.trips", "trip_id")
            .read("fromCoordinates", Coordinates::of)
            .read("toCoordinates", Coordinates::of)
            .written(BookingInput.class, UpdateBookingInput.class)
            .build();

    BookingRepository(JdbcClient jdbc) {
        super(BOOKINGS, jdbc);
    }

    public List<Booking> findByTrips(Collection<UUID> tripIds) {
        return findByParents("trip_id", tripIds, "start_time, start_local, start_date, position");
    }

    /** The bookings as their sources gave them: long, seldom asked for, and so not a part of a booking. */
    Map<UUID, Json> findRawData(Collection<UUID> ids) {
        return findJson("raw_data", ids);
    }

    /** Adds a booking to a trip; empty where the caller does not see the trip. */
    Optional<Booking> add(UUID tripId, BookingInput booking) {
        return insertPart(tripId, booking);
    }

    /** Adds bookings to a trip in one statement; none where the caller does not see the trip. */
    public List<Booking> insert(UUID tripId, List<BookingInput> bookings) {
        return insertRows(tripId, bookings);
    }

    Optional<Booking> update(UpdateBookingInput input) {
        return updateRow(input.id(), input.expectedVersion(), input);
    }
}
