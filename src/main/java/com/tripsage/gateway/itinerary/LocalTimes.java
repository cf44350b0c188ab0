package com.tripsage.gateway.itinerary;

import com.tripsage.gateway.value.TicketTime;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** What the calendar and the clock show at a time, where it is. Of an instant in an unknown zone it is what they show in UTC. */
final class LocalTimes {

    private LocalTimes() {}

    static @Nullable LocalDate day(@Nullable TicketTime time) {
        if (time == null) {
            return null;
        }
        LocalDateTime local = dateTime(time);
        return local == null ? time.date() : local.toLocalDate();
    }

    /** Null where only the date is known. */
    static @Nullable LocalDateTime dateTime(TicketTime time) {
        if (time.localDateTime() != null || time.date() != null || time.instant() == null) {
            return time.localDateTime();
        }
        return time.instant().atZoneSameInstant(ZoneOffset.UTC).toLocalDateTime();
    }
}
