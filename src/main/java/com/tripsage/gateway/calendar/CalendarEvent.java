package com.tripsage.gateway.calendar;

import com.tripsage.gateway.accommodation.Accommodation;
import com.tripsage.gateway.booking.Booking;
import com.tripsage.gateway.flight.Flight;
import com.tripsage.gateway.trip.BookingStatus;
import com.tripsage.gateway.trip.Trip;
import com.tripsage.gateway.trip.TripStatus;
import com.tripsage.gateway.value.Coordinates;
import com.tripsage.gateway.value.TicketTime;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.property.Created;
import net.fortuna.ical4j.model.property.Description;
import net.fortuna.ical4j.model.property.DtStamp;
import net.fortuna.ical4j.model.property.Geo;
import net.fortuna.ical4j.model.property.LastModified;
import net.fortuna.ical4j.model.property.Location;
import net.fortuna.ical4j.model.property.Sequence;
import net.fortuna.ical4j.model.property.Status;
import net.fortuna.ical4j.model.property.Summary;
import net.fortuna.ical4j.model.property.Transp;
import net.fortuna.ical4j.model.property.Uid;
import org.jspecify.annotations.Nullable;

/**
 * A row as an event of a calendar. Its text is that of the row, so that it changes with nothing else.
 *
 * @param span null where no time is known: then it is in no calendar
 * @param isWholeTrip whether it leaves the time free for other events
 */
record CalendarEvent(
        UUID id,
        int version,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt,
        String status,
        boolean isWholeTrip,
        String summary,
        @Nullable String location,
        @Nullable Coordinates coordinates,
        @Nullable String description,
        @Nullable Span span) {

    private static final String CANCELLED = "CANCELLED";

    static CalendarEvent of(Trip trip) {
        return new CalendarEvent(
                trip.id(),
                trip.version(),
                trip.createdAt(),
                trip.updatedAt(),
                trip.status() == TripStatus.CANCELLED ? CANCELLED : "CONFIRMED",
                true,
                trip.title(),
                null,
                null,
                null,
                days(trip.startDate(), trip.endDate()));
    }

    static CalendarEvent of(Flight flight) {
        return new CalendarEvent(
                flight.id(),
                flight.version(),
                flight.createdAt(),
                flight.updatedAt(),
                status(flight.status()),
                false,
                or(
                        joined(" ", flight.flightNumber(), way(flight.departureAirport(), flight.arrivalAirport())),
                        or(flight.airline(), "Flight")),
                flight.departureAirport(),
                null,
                lines(flight.airline(), flight.bookingReference(), flight.arrival()),
                Span.of(flight.departure(), flight.arrival()));
    }

    static CalendarEvent of(Accommodation stay) {
        return new CalendarEvent(
                stay.id(),
                stay.version(),
                stay.createdAt(),
                stay.updatedAt(),
                status(stay.status()),
                false,
                stay.name(),
                stay.address(),
                stay.coordinates(),
                lines(null, stay.bookingReference(), null),
                days(stay.checkInDate(), stay.checkOutDate()));
    }

    static CalendarEvent of(Booking booking) {
        return new CalendarEvent(
                booking.id(),
                booking.version(),
                booking.createdAt(),
                booking.updatedAt(),
                status(booking.status()),
                false,
                or(
                        joined(
                                " ",
                                booking.name(),
                                booking.number(),
                                booking.toName() == null && booking.toCode() == null
                                        ? null
                                        : way(
                                                or(booking.fromName(), booking.fromCode()),
                                                or(booking.toName(), booking.toCode()))),
                        or(booking.carrier(), booking.kind().name().toLowerCase(Locale.ROOT))),
                booking.fromName() == null ? booking.fromCode() : booking.fromName(),
                booking.fromCoordinates(),
                lines(
                        joined(", ", booking.carrier(), booking.seat() == null ? null : "Seat " + booking.seat()),
                        booking.bookingReference(),
                        booking.end()),
                Span.of(booking.start(), booking.end()));
    }

    VEvent component(Span when, ZoneComponents zones) {
        VEvent event = new VEvent(false);
        event.add(new Uid(id.toString()));
        event.add(new Sequence(version));
        event.add(new DtStamp(updatedAt.toInstant()));
        event.add(new Created(createdAt.toInstant()));
        event.add(new LastModified(updatedAt.toInstant()));
        event.add(new Status(status));
        event.add(new Transp(isWholeTrip ? "TRANSPARENT" : "OPAQUE"));
        when.set(event, zones);
        event.add(new Summary(summary));
        if (location != null) {
            event.add(new Location(location));
        }
        if (coordinates != null) {
            event.add(new Geo(coordinates.latitude() + ";" + coordinates.longitude()));
        }
        if (description != null) {
            event.add(new Description(description));
        }
        return event;
    }

    private static String status(BookingStatus status) {
        return switch (status) {
            case SEARCHED, HELD -> "TENTATIVE";
            case BOOKED -> "CONFIRMED";
            case CANCELLED -> CANCELLED;
        };
    }

    private static @Nullable Span days(@Nullable LocalDate first, @Nullable LocalDate last) {
        LocalDate begin = first == null ? last : first;
        return begin == null ? null : new Span.Days(begin, last == null ? begin : last);
    }

    /** An end that the event can't have is told in words. */
    private static @Nullable String lines(@Nullable String what, @Nullable String reference, @Nullable TicketTime end) {
        return joined(
                "\n",
                what,
                reference == null ? null : "Reservation " + reference,
                end == null || end.instant() != null || end.localDateTime() == null
                        ? null
                        : "Ends " + end.localDateTime().toString().replace('T', ' '));
    }

    private static @Nullable String way(@Nullable String from, @Nullable String to) {
        return from == null && to == null ? null : or(from, "?") + " – " + or(to, "?");
    }

    private static String or(@Nullable String text, @Nullable String other) {
        return text == null ? Objects.toString(other, "") : text;
    }

    private static @Nullable String joined(String by, @Nullable String... parts) {
        String joined = Stream.of(parts)
                .filter(Objects::nonNull)
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(by));
        return joined.isEmpty() ? null : joined;
    }
}
