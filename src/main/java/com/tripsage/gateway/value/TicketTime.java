package com.tripsage.gateway.value;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A time as a ticket has it, each part null where it is not known. The database works out what follows from the others.
 *
 * @param localDateTime what the clock shows there
 * @param timeZone a time zone of IANA, or an offset
 */
public record TicketTime(
        @Nullable OffsetDateTime instant,
        @Nullable LocalDateTime localDateTime,
        @Nullable LocalDate date,
        @Nullable String timeZone) {

    /** The time in the columns of a clock; null where nothing is known but the zone. */
    public static @Nullable TicketTime of(ResultSet row, ClockColumns<Integer> columns) throws SQLException {
        OffsetDateTime instant = row.getObject(columns.time(), OffsetDateTime.class);
        LocalDateTime local = row.getObject(columns.local(), LocalDateTime.class);
        LocalDate date = row.getObject(columns.date(), LocalDate.class);
        return instant == null && local == null && date == null
                ? null
                : new TicketTime(instant, local, date, row.getString(columns.zone()));
    }
}
