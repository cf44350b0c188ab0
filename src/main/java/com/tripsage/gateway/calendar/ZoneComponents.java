package com.tripsage.gateway.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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
 * The time zones that the events of a calendar are in, as they are while the events take place: each change of the clock around one by
 * itself, from the JDK's data. Rules that go on for ever would be those of a library's own data, which may differ from what times were worked out with.
 */
final class ZoneComponents {

    /** When a zone begins whose clock has never been changed before. */
    private static final Instant ALWAYS = Instant.MIN;

    private static final LocalDateTime EARLIEST = LocalDateTime.of(1, 1, 1, 0, 0);

    private final Map<ZoneId, SortedMap<Instant, Observance>> observances = new HashMap<>();

    /** Takes what the clock of a zone does around a time, and what it has done last before. */
    void include(ZoneId zone, LocalDateTime local) {
        SortedMap<Instant, Observance> known = observances.computeIfAbsent(zone, _ -> new TreeMap<>());
        ZoneRules rules = zone.getRules();
        Instant begin = local.minusDays(2).toInstant(ZoneOffset.UTC);
        Instant end = local.plusDays(2).toInstant(ZoneOffset.UTC);
        ZoneOffsetTransition last = rules.previousTransition(begin);
        if (last == null) {
            ZoneOffset always = rules.getOffset(begin);
            known.put(ALWAYS, observance(rules, begin, EARLIEST, always, always));
        } else {
            known.put(last.getInstant(), observance(rules, last));
        }
        for (ZoneOffsetTransition next = rules.nextTransition(begin);
                next != null && next.getInstant().isBefore(end);
                next = rules.nextTransition(next.getInstant())) {
            known.put(next.getInstant(), observance(rules, next));
        }
    }

    Stream<CalendarComponent> components() {
        return observances.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(ZoneId::getId)))
                .map(entry -> component(entry.getKey(), entry.getValue().values()));
    }

    private static VTimeZone component(ZoneId zone, Collection<Observance> observances) {
        var component = new VTimeZone();
        component.add(new TzId(zone.getId()));
        component.setComponentList(new ComponentList<>(List.copyOf(observances)));
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
        observance.add(new DtStart<>(Span.LOCAL.format(local)));
        observance.add(new TzOffsetFrom(before));
        observance.add(new TzOffsetTo(after));
        observance.add(new TzName(after.getId()));
        return observance;
    }
}
