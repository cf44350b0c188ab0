package com.tripsage.gateway.itinerary;

import com.tripsage.gateway.accommodation.Accommodation;
import com.tripsage.gateway.booking.Booking;
import com.tripsage.gateway.flight.Flight;
import com.tripsage.gateway.trip.BookingStatus;
import com.tripsage.gateway.trip.ItineraryItem;
import com.tripsage.gateway.trip.Traveller;
import com.tripsage.gateway.value.TicketTime;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A part of a trip, whichever table it is a row of.
 *
 * @param name its number or name, by which two travellers' tickets for the same are known
 * @param people the names of those whom it is for; none where that isn't known
 */
record Part(
        ItineraryItem item,
        Use use,
        @Nullable TicketTime start,
        @Nullable TicketTime end,
        @Nullable String from,
        @Nullable String to,
        @Nullable String name,
        Set<String> people) {

    /** What it is for: to go somewhere, to be somewhere, to sleep, or something that may go on beside all that. */
    enum Use {
        TRAVEL,
        VISIT,
        STAY,
        OTHER
    }

    static Part of(Flight flight) {
        return new Part(
                flight,
                Use.TRAVEL,
                flight.departure(),
                flight.arrival(),
                folded(flight.departureAirport()),
                folded(flight.arrivalAirport()),
                folded(flight.flightNumber()),
                people(flight.travellers()));
    }

    static Part of(Accommodation stay) {
        return new Part(
                stay,
                Use.STAY,
                stay.checkIn(),
                stay.checkOut(),
                null,
                null,
                folded(stay.name()),
                people(stay.travellers()));
    }

    static Part of(Booking booking) {
        Use use =
                switch (booking.kind()) {
                    case TRAIN, BUS, FERRY, TRANSFER -> Use.TRAVEL;
                    case RESTAURANT, EVENT -> Use.VISIT;
                    case CAR, OTHER -> Use.OTHER;
                };
        return new Part(
                booking,
                use,
                booking.start(),
                booking.end(),
                folded(booking.fromCode() == null ? booking.fromName() : booking.fromCode()),
                folded(booking.toCode() == null ? booking.toName() : booking.toCode()),
                folded(booking.number() == null ? booking.name() : booking.number()),
                people(booking.travellers()));
    }

    private static Set<String> people(List<Traveller> travellers) {
        return travellers.stream()
                .map(traveller -> folded(traveller.name()))
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static @Nullable String folded(@Nullable String text) {
        return text == null ? null : text.strip().toUpperCase(Locale.ROOT);
    }

    /** Whether it is to happen: neither a mere offer, nor cancelled. */
    boolean counts() {
        return item.status() == BookingStatus.HELD || item.status() == BookingStatus.BOOKED;
    }

    @Nullable
    LocalDate startDay() {
        return LocalTimes.day(start);
    }

    @Nullable
    LocalDate endDay() {
        return LocalTimes.day(end);
    }

    /** Whether it is the same as another one, as when two travellers have a ticket each. */
    boolean isTheSameAs(Part other) {
        return Objects.equals(start, other.start)
                && Objects.equals(name, other.name)
                && Objects.equals(from, other.from)
                && Objects.equals(to, other.to);
    }

    /** Whether the same people may be meant: some are named by both, or one of them names nobody. */
    boolean mayConcernPeopleOf(Part other) {
        return people.isEmpty() || other.people.isEmpty() || !Collections.disjoint(people, other.people);
    }

    /** Whether it begins where another one arrives. */
    boolean goesOnFrom(Part other) {
        return from != null && from.equals(other.to);
    }
}
