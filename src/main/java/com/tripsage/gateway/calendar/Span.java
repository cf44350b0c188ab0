package com.tripsage.gateway.calendar;

import static java.util.Objects.requireNonNull;

import com.tripsage.gateway.value.TicketTime;
import com.tripsage.gateway.value.TimeZones;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import net.fortuna.ical4j.model.ParameterList;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.parameter.TzId;
import net.fortuna.ical4j.model.property.DtEnd;
import net.fortuna.ical4j.model.property.DtStart;
import org.jspecify.annotations.Nullable;

/**
 * When an event is. Its two times are of one form, as RFC 5545 has it: days, or moments in their zones, or what clocks show wherever
 * one is. An end of another form, or that isn't behind the beginning, is left out.
 */
sealed interface Span {

    DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");

    void set(VEvent event, ZoneComponents zones);

    /** Whole days, of which the last one is part. */
    record Days(LocalDate first, LocalDate last) implements Span {

        @Override
        public void set(VEvent event, ZoneComponents zones) {
            event.add(new DtStart<>(first)).add(new DtEnd<>((last.isBefore(first) ? first : last).plusDays(1)));
        }
    }

    /** From one moment to another, each as the clocks of its place have it, or of UTC where those aren't known. */
    record Moments(TicketTime start, @Nullable TicketTime end) implements Span {

        @Override
        public void set(VEvent event, ZoneComponents zones) {
            event.add(new DtStart<>(parameters(start, zones), text(start)));
            if (end != null) {
                event.add(new DtEnd<>(parameters(end, zones), text(end)));
            }
        }

        private static ParameterList parameters(TicketTime time, ZoneComponents zones) {
            ZoneId zone = zone(time);
            if (zone == null) {
                return new ParameterList();
            }
            zones.include(zone, requireNonNull(time.localDateTime()));
            return new ParameterList(List.of(new TzId(zone.getId())));
        }

        private static String text(TicketTime time) {
            return zone(time) == null
                    ? LOCAL.format(instant(time).atOffset(ZoneOffset.UTC)) + "Z"
                    : LOCAL.format(requireNonNull(time.localDateTime()));
        }

        /** The zone in which the local time means the moment: of two equal hours, a calendar takes the first. */
        private static @Nullable ZoneId zone(TicketTime time) {
            LocalDateTime local = time.localDateTime();
            ZoneId zone = local == null || time.timeZone() == null ? null : TimeZones.of(time.timeZone());
            return zone != null
                            && local != null
                            && local.atZone(zone).toInstant().equals(instant(time))
                    ? zone
                    : null;
        }
    }

    /** What clocks show, in whatever zone. */
    record Floating(LocalDateTime start, @Nullable LocalDateTime end) implements Span {

        @Override
        public void set(VEvent event, ZoneComponents zones) {
            event.add(new DtStart<>(LOCAL.format(start)));
            if (end != null) {
                event.add(new DtEnd<>(LOCAL.format(end)));
            }
        }
    }

    /** When something is from one time to another; null where no time is known. */
    static @Nullable Span of(@Nullable TicketTime start, @Nullable TicketTime end) {
        TicketTime first = start == null ? end : start;
        if (first == null) {
            return null;
        }
        if (first.instant() != null) {
            boolean isBehind =
                    end != null && end.instant() != null && end.instant().isAfter(first.instant());
            return new Moments(first, isBehind ? end : null);
        }
        if (first.localDateTime() != null) {
            LocalDateTime last = end == null ? null : end.localDateTime();
            return new Floating(
                    first.localDateTime(), last != null && last.isAfter(first.localDateTime()) ? last : null);
        }
        LocalDate day = first.date();
        return day == null ? null : new Days(day, end == null || end.date() == null ? day : end.date());
    }

    private static Instant instant(TicketTime time) {
        if (time.instant() == null) {
            throw new IllegalArgumentException("There is no moment");
        }
        return time.instant().toInstant();
    }
}
