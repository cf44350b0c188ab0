package com.tripsage.gateway.itinerary;

import static java.util.Comparator.comparing;

import com.tripsage.gateway.trip.ItineraryItem;
import com.tripsage.gateway.trip.Trip;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/** A trip's parts by the days on which they begin and end, and what does not fit together in them. */
record Itinerary(List<Day> days, List<ItineraryItem> undated, List<Finding> findings) {

    static Itinerary of(Trip trip, List<Part> parts) {
        List<Part> certain = parts.stream().filter(Part::counts).toList();
        return new Itinerary(
                Days.of(parts),
                parts.stream()
                        .filter(part -> part.startDay() == null && part.endDay() == null)
                        .map(Part::item)
                        .toList(),
                Stream.of(Nights.of(trip, certain), Overlaps.of(certain), LateArrivals.of(certain))
                        .flatMap(List::stream)
                        .sorted(comparing(Finding::firstDay).thenComparing(Finding::kind))
                        .toList());
    }

    /** A day on which something begins or ends. */
    record Day(LocalDate date, List<Entry> entries) {}
}
