package com.tripsage.gateway.publiclink;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** The trip of the public link that is calling. */
@Controller
class PublicTripController {

    private final PublicTripRepository trips;

    PublicTripController(PublicTripRepository trips) {
        this.trips = trips;
    }

    @QueryMapping
    Optional<PublicTrip> publicTrip() {
        return trips.find();
    }

    @SchemaMapping
    List<PublicFlight> flights(PublicTrip trip) {
        return trips.findFlights();
    }

    @SchemaMapping
    List<PublicStay> accommodations(PublicTrip trip) {
        return trips.findStays();
    }

    @SchemaMapping
    List<PublicBooking> bookings(PublicTrip trip) {
        return trips.findBookings();
    }

    @SchemaMapping
    @Nullable
    PublicPlace from(PublicBooking booking) {
        return PublicPlace.of(booking.fromCode(), booking.fromArea());
    }

    @SchemaMapping
    @Nullable
    PublicPlace to(PublicBooking booking) {
        return PublicPlace.of(booking.toCode(), booking.toArea());
    }
}
