package com.tripsage.gateway.itinerary;

import static java.util.stream.Collectors.groupingBy;

import com.tripsage.gateway.itinerary.Part.Use;
import com.tripsage.gateway.value.TicketTime;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Journeys that go on from a place before the traveller arrives there. Local times of one place compare, also where its zone isn't known, and
 * so do days.
 */
final class LateArrivals {

    private LateArrivals() {}

    static List<Finding> of(List<Part> parts) {
        List<Part> journeys =
                parts.stream().filter(part -> part.use() == Use.TRAVEL).toList();
        Map<String, List<Part>> arrivals =
                journeys.stream().filter(part -> part.to() != null).collect(groupingBy(Part::to));
        List<Finding> findings = new ArrayList<>();
        for (Part journey : journeys) {
            LocalDate day = journey.startDay();
            if (day != null && journey.from() != null) {
                arrivals.getOrDefault(journey.from(), List.of()).stream()
                        .filter(arriving -> arrivesTooLate(arriving, journey))
                        .findFirst()
                        .ifPresent(arriving -> findings.add(new Finding(
                                Finding.Kind.LATE_ARRIVAL, day, day, List.of(arriving.item(), journey.item()))));
            }
        }
        return findings;
    }

    private static boolean arrivesTooLate(Part arriving, Part journey) {
        return !arriving.equals(journey)
                && journey.mayConcernPeopleOf(arriving)
                && !isBefore(journey.start(), arriving.start())
                && isBefore(journey.start(), arriving.end());
    }

    /** Whether a time is before another: by the instant where both have one, otherwise by local time, or by the day. */
    private static boolean isBefore(@Nullable TicketTime earlier, @Nullable TicketTime later) {
        if (earlier == null || later == null) {
            return false;
        }
        if (earlier.instant() != null && later.instant() != null) {
            return earlier.instant().isBefore(later.instant());
        }
        if (earlier.localDateTime() != null && later.localDateTime() != null) {
            return earlier.localDateTime().isBefore(later.localDateTime());
        }
        LocalDate day = LocalTimes.day(earlier);
        LocalDate other = LocalTimes.day(later);
        return day != null && other != null && day.isBefore(other);
    }
}
