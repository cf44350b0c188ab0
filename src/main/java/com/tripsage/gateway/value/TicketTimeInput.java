package com.tripsage.gateway.value;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;

/**
 * A time as a ticket says it, of which one part at least is given.
 *
 * @param timeZone null for that of the place, or the one that is stored
 */
@OneMoment
public record TicketTimeInput(
        @Nullable OffsetDateTime instant,
        @Nullable LocalDateTime localDateTime,
        @Nullable LocalDate date,
        @Nullable String timeZone) {

    /** An instant with an offset says what the clock shows. UTC says nothing of that: programs write all their times in it. */
    public TicketTimeInput {
        localDateTime = localDateTime == null && timeZone == null ? localTimeOf(instant) : localDateTime;
    }

    /** A moment of a field of its own. */
    public static @Nullable TicketTimeInput of(@Nullable OffsetDateTime time) {
        return localTimeOf(time) == null ? null : new TicketTimeInput(time, null, null, null);
    }

    /** The time that is given as a whole, or else what a moment or a day of its own field says beyond its column. */
    public static ArgumentValue<TicketTimeInput> or(ArgumentValue<TicketTimeInput> whole, ArgumentValue<?> field) {
        if (whole.value() != null || field.value() == null) {
            return whole;
        }
        TicketTimeInput said = field.value() instanceof OffsetDateTime time ? of(time) : null;
        return said == null ? ArgumentValue.omitted() : ArgumentValue.ofNullable(said);
    }

    /** Whether it is at this moment or on this day, as far as it says so. */
    boolean isAt(Object field) {
        return switch (field) {
            case OffsetDateTime time -> instant != null && instant.isEqual(time);
            case LocalDate day -> day.equals(localDateTime == null ? date : localDateTime.toLocalDate());
            default -> throw new IllegalArgumentException("is no moment and no day: " + field.getClass());
        };
    }

    private static @Nullable LocalDateTime localTimeOf(@Nullable OffsetDateTime time) {
        return time == null || time.getOffset().equals(ZoneOffset.UTC) || time.getYear() < 1
                ? null
                : time.toLocalDateTime();
    }

    /** What is said of the day, also by the two times together. */
    @Nullable
    LocalDate day() {
        return date == null && instant != null && localDateTime != null ? localDateTime.toLocalDate() : date;
    }

    /** What is said of the zone: itself, or the offset between the two times. */
    @Nullable
    String zone() {
        return timeZone != null || instant == null || localDateTime == null
                ? timeZone
                : TimeZones.offsetBetween(instant, localDateTime);
    }
}
