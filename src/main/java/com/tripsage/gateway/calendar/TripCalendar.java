package com.tripsage.gateway.calendar;

import com.tripsage.gateway.accommodation.AccommodationRepository;
import com.tripsage.gateway.booking.BookingRepository;
import com.tripsage.gateway.flight.FlightRepository;
import com.tripsage.gateway.trip.Trip;
import com.tripsage.gateway.trip.TripRepository;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import net.fortuna.ical4j.data.CalendarOutputter;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.ParameterList;
import net.fortuna.ical4j.model.component.CalendarComponent;
import net.fortuna.ical4j.model.parameter.Value;
import net.fortuna.ical4j.model.property.CalScale;
import net.fortuna.ical4j.model.property.Method;
import net.fortuna.ical4j.model.property.Name;
import net.fortuna.ical4j.model.property.ProdId;
import net.fortuna.ical4j.model.property.RefreshInterval;
import net.fortuna.ical4j.model.property.Version;
import net.fortuna.ical4j.model.property.XProperty;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The calendar of what the caller sees, as iCalendar. The same rows make the same text, so that programs can ask whether it has changed. */
@Component
class TripCalendar {

    /** The trips that end last: no calendar program shows more. */
    private static final int MOST_TRIPS = 500;

    private static final Duration REFRESH = Duration.ofHours(1);

    private final TripRepository trips;
    private final FlightRepository flights;
    private final AccommodationRepository stays;
    private final BookingRepository bookings;

    TripCalendar(
            TripRepository trips, FlightRepository flights, AccommodationRepository stays, BookingRepository bookings) {
        this.trips = trips;
        this.flights = flights;
        this.stays = stays;
        this.bookings = bookings;
    }

    /**
     * A calendar.
     *
     * @param trip the only trip; null for all
     */
    Calendar of(@Nullable UUID trip) {
        List<Trip> shown = trip == null
                ? trips.findLatest(MOST_TRIPS)
                : trips.find(trip).stream().toList();
        var zones = new ZoneComponents();
        List<CalendarComponent> events = new ArrayList<>();
        events(shown).forEach(event -> {
            if (event.span() != null) {
                events.add(event.component(event.span(), zones));
            }
        });
        Calendar calendar =
                calendar(trip != null && !shown.isEmpty() ? shown.getFirst().title() : "Trips");
        zones.components().forEach(calendar::add);
        events.forEach(calendar::add);
        return calendar;
    }

    private Stream<CalendarEvent> events(List<Trip> shown) {
        List<UUID> ids = shown.stream().map(Trip::id).toList();
        return Stream.of(
                        shown.stream().map(CalendarEvent::of),
                        flights.findByTrips(ids).stream().map(CalendarEvent::of),
                        stays.findByTrips(ids).stream().map(CalendarEvent::of),
                        bookings.findByTrips(ids).stream().map(CalendarEvent::of))
                .flatMap(events -> events);
    }

    private static Calendar calendar(String name) {
        var calendar = new Calendar();
        calendar.add(new ProdId("-//TripSage//Gateway//EN"));
        calendar.add(new Version(new ParameterList(), "2.0"));
        calendar.add(new CalScale("GREGORIAN"));
        calendar.add(new Method("PUBLISH"));
        calendar.add(new Name(name));
        calendar.add(new RefreshInterval(new ParameterList(List.of(Value.DURATION)), REFRESH));
        // What calendar programs knew before RFC 7986.
        calendar.add(new XProperty("X-WR-CALNAME", name));
        calendar.add(new XProperty("X-PUBLISHED-TTL", REFRESH.toString()));
        return calendar;
    }

    /** Its text. */
    static byte[] text(Calendar calendar) {
        var bytes = new ByteArrayOutputStream();
        try {
            // Its own rules refuse an empty calendar, which is what is left when all trips are gone.
            new CalendarOutputter(false).output(calendar, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
