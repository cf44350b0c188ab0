package com.tripsage.gateway.itinerary;

import static java.util.Comparator.comparing;

import com.tripsage.gateway.itinerary.Part.Use;
import com.tripsage.gateway.trip.Trip;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The nights of a trip, each named by the date on which it begins. A stay has those from check-in to check-out, a journey those that pass
 * between its local days: whoever travels overnight needs no bed.
 */
final class Nights {

    private final List<Part> parts;
    private final List<Span> stays;
    private final List<Finding> findings = new ArrayList<>();

    private Nights(List<Part> parts) {
        this.parts = parts;
        this.stays = spans(Use.STAY);
    }

    static List<Finding> of(Trip trip, List<Part> parts) {
        var nights = new Nights(parts);
        nights.findThoseWithoutBed(trip);
        nights.findThoseWithTwoBeds();
        return nights.findings;
    }

    private List<Span> spans(Use use) {
        return parts.stream()
                .filter(part -> part.use() == use)
                .flatMap(Span::of)
                .toList();
    }

    /** Looks between the trip's first and last day, or where it has none, those of its parts. */
    private void findThoseWithoutBed(Trip trip) {
        LocalDate next = trip.startDate() != null
                ? trip.startDate()
                : days().min(Comparator.naturalOrder()).orElse(null);
        LocalDate end = trip.endDate() != null
                ? trip.endDate()
                : days().max(Comparator.naturalOrder()).orElse(null);
        if (next == null || end == null || parts.isEmpty()) {
            return;
        }
        List<Span> beds = Stream.concat(stays.stream(), spans(Use.TRAVEL).stream())
                .sorted(comparing(Span::first))
                .toList();
        for (Span bed : beds) {
            addGap(next, earlier(bed.first, end));
            next = later(next, bed.end);
        }
        addGap(next, end);
    }

    private Stream<LocalDate> days() {
        return parts.stream()
                .flatMap(part -> Stream.of(part.startDay(), part.endDay()))
                .filter(Objects::nonNull);
    }

    private void addGap(LocalDate first, LocalDate end) {
        if (first.isBefore(end)) {
            findings.add(new Finding(Finding.Kind.NIGHT_WITHOUT_BED, first, end.minusDays(1), List.of()));
        }
    }

    /** Two rooms of one place are none, and neither is a date that a journey across the date line has twice. */
    private void findThoseWithTwoBeds() {
        List<Span> running = new ArrayList<>();
        for (Span stay : stays.stream().sorted(comparing(Span::first)).toList()) {
            running.removeIf(earlier -> !stay.first.isBefore(earlier.end));
            running.stream()
                    .filter(earlier -> isSecondBed(earlier, stay))
                    .findFirst()
                    .ifPresent(earlier -> findings.add(new Finding(
                            Finding.Kind.NIGHT_WITH_TWO_BEDS,
                            stay.first,
                            earlier(stay.end, earlier.end).minusDays(1),
                            List.of(earlier.part.item(), stay.part.item()))));
            running.add(stay);
        }
    }

    private boolean isSecondBed(Span earlier, Span stay) {
        return !Objects.equals(earlier.part.name(), stay.part.name())
                && stay.part.mayConcernPeopleOf(earlier.part)
                && !isLivedTwice(stay.first, earlier(stay.end, earlier.end));
    }

    private boolean isLivedTwice(LocalDate first, LocalDate end) {
        return parts.stream().filter(part -> part.use() == Use.TRAVEL).anyMatch(part -> {
            LocalDate start = part.startDay();
            LocalDate arrival = part.endDay();
            return start != null && arrival != null && !arrival.isAfter(first) && !start.isBefore(end);
        });
    }

    private static LocalDate earlier(LocalDate day, LocalDate other) {
        return day.isBefore(other) ? day : other;
    }

    private static LocalDate later(LocalDate day, LocalDate other) {
        return day.isAfter(other) ? day : other;
    }

    /** The nights from the first up to a day, in a bed or on the way. */
    private record Span(Part part, LocalDate first, LocalDate end) {

        /** A stay with one of its days only is one night. */
        static Stream<Span> of(Part part) {
            LocalDate first = part.startDay();
            LocalDate end = part.endDay();
            if (part.use() == Use.STAY) {
                first = first == null && end != null ? end.minusDays(1) : first;
                end = end == null && first != null ? first.plusDays(1) : end;
            }
            return first != null && end != null && first.isBefore(end)
                    ? Stream.of(new Span(part, first, end))
                    : Stream.empty();
        }
    }
}
