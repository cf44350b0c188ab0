package com.tripsage.gateway.itinerary;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;

import com.tripsage.gateway.itinerary.Part.Use;
import com.tripsage.gateway.value.TicketTime;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What nobody can do both of: two journeys at once, or a table during a flight. Only instants tell. A part is named with one other, so that
 * there are never more findings than parts.
 */
final class Overlaps {

    private final List<Finding> findings = new ArrayList<>();
    private final List<Span> running = new ArrayList<>();

    private Overlaps() {}

    static List<Finding> of(List<Part> parts) {
        var overlaps = new Overlaps();
        parts.stream()
                .filter(part -> part.use() == Use.TRAVEL || part.use() == Use.VISIT)
                .flatMap(Span::of)
                .sorted(comparing(Span::start).thenComparing(Span::end, reverseOrder()))
                .forEach(overlaps::add);
        return overlaps.findings;
    }

    private void add(Span span) {
        running.removeIf(earlier -> !span.isDuring(earlier));
        running.stream()
                .filter(span::conflictsWith)
                .findFirst()
                .ifPresent(earlier -> findings.add(new Finding(
                        Finding.Kind.OVERLAP, span.day, span.day, List.of(earlier.part.item(), span.part.item()))));
        running.add(span);
    }

    /** The time that a part takes, as far as it is known. */
    private record Span(Part part, OffsetDateTime start, OffsetDateTime end, LocalDate day) {

        static Stream<Span> of(Part part) {
            OffsetDateTime start = instant(part.start());
            OffsetDateTime end = instant(part.end());
            LocalDate day = part.startDay();
            return start == null || day == null
                    ? Stream.empty()
                    : Stream.of(new Span(part, start, end == null ? start : end, day));
        }

        private static @Nullable OffsetDateTime instant(@Nullable TicketTime time) {
            return time == null ? null : time.instant();
        }

        private boolean travels() {
            return part.use() == Use.TRAVEL;
        }

        boolean isDuring(Span earlier) {
            return start.isBefore(earlier.end) || start.isEqual(earlier.start);
        }

        /** A journey from where the other one arrives is a late arrival instead. */
        boolean conflictsWith(Span earlier) {
            return (travels() || earlier.travels())
                    && !part.goesOnFrom(earlier.part)
                    && !part.isTheSameAs(earlier.part)
                    && part.mayConcernPeopleOf(earlier.part);
        }
    }
}
