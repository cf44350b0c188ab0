package com.tripsage.gateway.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import net.fortuna.ical4j.model.ComponentList;
import net.fortuna.ical4j.model.component.CalendarComponent;
import net.fortuna.ical4j.model.component.Daylight;
import net.fortuna.ical4j.model.component.Observance;
import net.fortuna.ical4j.model.component.Standard;
import net.fortuna.ical4j.model.component.VTimeZone;
import net.fortuna.ical4j.model.property.DtStart;
import net.fortuna.ical4j.model.property.TzId;
import net.fortuna.ical4j.model.property.TzName;
import net.fortuna.ical4j.model.property.TzOffsetFrom;
import net.fortuna.ical4j.model.property.TzOffsetTo;

/**
 * The time zones that the events of a calendar are in, as they are while the events take place: each change of the clock by itself, from
 * the JDK's data. Rules that go on for ever would be those of a library's own data, which may differ from what times were worked out with.
 */
final class TimeZones {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");

    private final Map<ZoneId, Span> spans = new HashMap<>();

    /** Takes a time into the zone's span. */
    void include(ZoneId zone, LocalDateTime local) {
        spans.merge(zone, new Span(local, local), Span::with);
    }

    Stream<CalendarComponent> components() {
        return spans.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(ZoneId::getId)))
                .map(entry -> component(entry.getKey(), entry.getValue()));
    }

    private static VTimeZone component(ZoneId zone, Span span) {
        var component = new VTimeZone();
        component.add(new TzId(zone.getId()));
        ZoneRules rules = zone.getRules();
        Instant begin = span.first().minusDays(2).toInstant(ZoneOffset.UTC);
        Instant end = span.last().plusDays(2).toInstant(ZoneOffset.UTC);
        ZoneOffset before = rules.getOffset(begin);
        component.setComponentList(new ComponentList<>(Stream.concat(
                        Stream.of(observance(rules, begin, LocalDateTime.ofInstant(begin, before), before, before)),
                        Stream.iterate(
                                        rules.nextTransition(begin),
                                        next -> next != null
                                                && next.getInstant().isBefore(end),
                                        next -> rules.nextTransition(next.getInstant()))
                                .map(next -> observance(rules, next)))
                .toList()));
        return component;
    }

    private static Observance observance(ZoneRules rules, ZoneOffsetTransition change) {
        return observance(
                rules,
                change.getInstant(),
                change.getDateTimeBefore(),
                change.getOffsetBefore(),
                change.getOffsetAfter());
    }

    private static Observance observance(
            ZoneRules rules, Instant from, LocalDateTime local, ZoneOffset before, ZoneOffset after) {
        Observance observance = rules.isDaylightSavings(from) ? new Daylight() : new Standard();
        observance.add(new DtStart<>(LOCAL.format(local)));
        observance.add(new TzOffsetFrom(before));
        observance.add(new TzOffsetTo(after));
        observance.add(new TzName(after.getId()));
        return observance;
    }

    /** From the first time to the last. */
    private record Span(LocalDateTime first, LocalDateTime last) {

        Span with(Span other) {
            return new Span(
                    other.first.isBefore(first) ? other.first : first, other.last.isAfter(last) ? other.last : last);
        }
    }
}
