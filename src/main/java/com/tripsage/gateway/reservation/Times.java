package com.tripsage.gateway.reservation;

import com.tripsage.gateway.value.TicketTime;
import com.tripsage.gateway.value.TimeZones;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Times as documents have them: with an offset or without, a date alone, or in a node with their zone. What follows from that, and what
 * wasn't said, is left to the database.
 */
final class Times {

    private static final int LAST_YEAR = 9999;

    /** ISO 8601, and what is often taken for it. */
    private static final DateTimeFormatter TEXT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][' ']HH:mm[:ss]")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .optionalEnd()
            .optionalStart()
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT);

    private static final DateTimeFormatter WITH_OFFSET = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendOffset("+HH:MM", "+00:00")
            .toFormatter(Locale.ROOT);

    /** The offset of a moment that says nothing of the place: programs write all their times with it. */
    private static final Pattern UTC = Pattern.compile("(?:[Zz]|[+-]00:?00)$");

    private Times() {}

    /** The time that a node has; null where it has none. */
    static @Nullable TicketTime read(Thing time) {
        try {
            String text = time.text();
            return text == null
                    ? null
                    : read(
                            TEXT.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from),
                            zone(time.node().path("timezone")),
                            !UTC.matcher(text).find());
        } catch (DateTimeException _) {
            return null;
        }
    }

    /**
     * The time with a zone.
     *
     * @param saysOffset whether an offset is that of the place
     */
    private static @Nullable TicketTime read(TemporalAccessor time, @Nullable String zone, boolean saysOffset) {
        int year = time.get(ChronoField.YEAR);
        if (year <= 1 || year >= LAST_YEAR) {
            return null;
        }
        return switch (time) {
            case OffsetDateTime moment ->
                new TicketTime(
                        utc(moment), zone == null && saysOffset ? exact(moment.toLocalDateTime()) : null, null, zone);
            case LocalDateTime local -> new TicketTime(null, exact(local), null, zone);
            default -> new TicketTime(null, null, LocalDate.from(time), zone);
        };
    }

    /** To the microsecond, as PostgreSQL has it. */
    private static LocalDateTime exact(LocalDateTime local) {
        return local.truncatedTo(ChronoUnit.MICROS);
    }

    static OffsetDateTime utc(OffsetDateTime moment) {
        return moment.withOffsetSameInstant(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
    }

    private static @Nullable String zone(JsonNode said) {
        String name = said.asString("");
        return TimeZones.of(name) == null ? null : name;
    }

    /** The time as a value that says all of it. */
    static JsonNode write(TicketTime clock) {
        String text = text(clock);
        boolean isSaid = clock.timeZone() == null
                || (clock.instant() != null
                        && TimeZones.of(clock.timeZone()) instanceof ZoneOffset offset
                        && !offset.equals(ZoneOffset.UTC));
        return isSaid
                ? JsonNodeFactory.instance.stringNode(text)
                : Nodes.object("QDateTime").put("@value", text).put("timezone", clock.timeZone());
    }

    private static String text(TicketTime clock) {
        OffsetDateTime instant = clock.instant();
        LocalDateTime local = clock.localDateTime();
        if (local == null) {
            return instant != null
                    ? DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant)
                    : String.valueOf(clock.date());
        }
        return instant == null || isSkipped(local, clock.timeZone())
                ? DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(local)
                : WITH_OFFSET.format(local.atOffset(offset(instant, local)));
    }

    /** Whether the clock is put forward over this time, which then is no moment's. */
    private static boolean isSkipped(LocalDateTime local, @Nullable String zone) {
        ZoneId known = zone == null ? null : TimeZones.of(zone);
        return known != null && known.getRules().getValidOffsets(local).isEmpty();
    }

    private static ZoneOffset offset(OffsetDateTime instant, LocalDateTime local) {
        return ZoneOffset.ofTotalSeconds(
                (int) Duration.between(instant.toLocalDateTime(), local).toSeconds());
    }

    /**
     * Whether a time is before another one, as far as that is known.
     *
     * @param zone of those that don't say theirs
     */
    static boolean isBefore(@Nullable TicketTime one, @Nullable TicketTime other, @Nullable String zone) {
        return isBefore(one, zone, other, zone);
    }

    /** The same for times in different places. */
    static boolean isBefore(
            @Nullable TicketTime one, @Nullable String zone, @Nullable TicketTime other, @Nullable String otherZone) {
        if (one == null || other == null) {
            return false;
        }
        Instant first = instant(one, zone);
        Instant second = instant(other, otherZone);
        if (first != null && second != null) {
            return first.isBefore(second);
        }
        LocalDate day = ClockField.day(one);
        LocalDate otherDay = ClockField.day(other);
        return day != null && otherDay != null && day.isBefore(otherDay);
    }

    private static @Nullable Instant instant(TicketTime time, @Nullable String placeZone) {
        if (time.instant() != null) {
            return time.instant().toInstant();
        }
        String name = time.timeZone() == null ? placeZone : time.timeZone();
        ZoneId zone = name == null ? null : TimeZones.of(name);
        return time.localDateTime() == null || zone == null
                ? null
                : time.localDateTime().atZone(zone).toInstant();
    }
}
