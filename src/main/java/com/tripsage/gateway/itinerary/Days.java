package com.tripsage.gateway.itinerary;

import static java.util.Comparator.comparingInt;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import com.tripsage.gateway.value.TicketTime;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The days of an itinerary. A part is on the day of its beginning, and once more on that of its end where this is another one. On a day,
 * ends without an hour come first and beginnings without one come last, as check-out and check-in do.
 */
final class Days {

    private static final Comparator<Entry> BY_LOCAL_TIME = comparingInt(Days::rank)
            .thenComparing(entry -> LocalTimes.dateTime(entry.time()), nullsFirst(naturalOrder()))
            .thenComparing(Entry::moment);

    private final Map<LocalDate, List<Entry>> entries = new TreeMap<>();

    private Days() {}

    static List<Itinerary.Day> of(List<Part> parts) {
        var days = new Days();
        parts.forEach(days::add);
        return days.entries.entrySet().stream()
                .map(day -> new Itinerary.Day(
                        day.getKey(),
                        day.getValue().stream().sorted(BY_LOCAL_TIME).toList()))
                .toList();
    }

    private void add(Part part) {
        LocalDate startDay = part.startDay();
        LocalDate endDay = part.endDay();
        add(startDay, Entry.Moment.BEGINS, part.start(), part);
        if (endDay != null && !endDay.equals(startDay)) {
            add(endDay, Entry.Moment.ENDS, part.end(), part);
        }
    }

    private void add(@Nullable LocalDate day, Entry.Moment moment, @Nullable TicketTime time, Part part) {
        if (day != null && time != null) {
            entries.computeIfAbsent(day, _ -> new ArrayList<>()).add(new Entry(moment, time, part.item()));
        }
    }

    private static int rank(Entry entry) {
        if (LocalTimes.dateTime(entry.time()) != null) {
            return 0;
        }
        return entry.moment() == Entry.Moment.ENDS ? -1 : 1;
    }
}
