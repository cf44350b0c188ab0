package com.tripsage.gateway.itinerary;

import com.tripsage.gateway.accommodation.AccommodationRepository;
import com.tripsage.gateway.booking.BookingRepository;
import com.tripsage.gateway.database.SqlText;
import com.tripsage.gateway.flight.FlightRepository;
import com.tripsage.gateway.table.TableRepository;
import com.tripsage.gateway.value.TicketTime;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What comes next in all trips that the caller sees: one statement for the moments, and one for each table that has some of them. */
@Repository
class UpNextRepository {

    private static final String UP_NEXT =
            SqlText.of(UpNextRepository.class, "up_next.sql").sql();

    private final JdbcClient jdbc;
    private final FlightRepository flights;
    private final AccommodationRepository stays;
    private final BookingRepository bookings;

    UpNextRepository(
            JdbcClient jdbc, FlightRepository flights, AccommodationRepository stays, BookingRepository bookings) {
        this.jdbc = jdbc;
        this.flights = flights;
        this.stays = stays;
        this.bookings = bookings;
    }

    /** The first beginnings and ends after a moment. */
    List<Entry> find(OffsetDateTime after, int first) {
        List<Row> rows = jdbc.sql(UP_NEXT)
                .param("after", after)
                .param("first", first)
                .query((row, _) ->
                        new Row(row.getString(1), row.getObject(2, UUID.class), Entry.Moment.valueOf(row.getString(3))))
                .list();
        Map<UUID, Part> parts = Stream.of(
                        parts(flights, Part::of, rows), parts(stays, Part::of, rows), parts(bookings, Part::of, rows))
                .flatMap(Function.identity())
                .collect(Collectors.toMap(part -> part.item().id(), Function.identity()));
        return rows.stream().flatMap(row -> row.entry(parts.get(row.id))).toList();
    }

    private static <T extends Record> Stream<Part> parts(
            TableRepository<T> table, Function<T, Part> part, List<Row> rows) {
        Collection<UUID> ids = rows.stream()
                .filter(row -> row.part.equals(table.type()))
                .map(Row::id)
                .distinct()
                .toList();
        return ids.isEmpty() ? Stream.empty() : table.findAll(ids).stream().map(part);
    }

    private record Row(String part, UUID id, Entry.Moment moment) {

        Stream<Entry> entry(@Nullable Part of) {
            if (of == null) {
                return Stream.empty();
            }
            TicketTime time = moment == Entry.Moment.BEGINS ? of.start() : of.end();
            return time == null ? Stream.empty() : Stream.of(new Entry(moment, time, of.item()));
        }
    }
}
