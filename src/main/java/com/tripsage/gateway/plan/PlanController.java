package com.tripsage.gateway.plan;

import com.tripsage.gateway.accommodation.AccommodationRepository;
import com.tripsage.gateway.booking.BookingRepository;
import com.tripsage.gateway.embedding.Embeds;
import com.tripsage.gateway.embedding.TextEmbeddings;
import com.tripsage.gateway.flight.FlightRepository;
import com.tripsage.gateway.trip.Descriptions;
import com.tripsage.gateway.trip.Trip;
import com.tripsage.gateway.trip.TripRepository;
import jakarta.validation.Valid;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class PlanController {

    private final TripRepository trips;
    private final FlightRepository flights;
    private final AccommodationRepository stays;
    private final BookingRepository bookings;
    private final Descriptions descriptions;

    PlanController(
            TripRepository trips,
            FlightRepository flights,
            AccommodationRepository stays,
            BookingRepository bookings,
            Descriptions descriptions) {
        this.trips = trips;
        this.flights = flights;
        this.stays = stays;
        this.bookings = bookings;
        this.descriptions = descriptions;
    }

    @Embeds("input.description")
    @MutationMapping
    CreateTripPayload createTrip(@Argument @Valid CreateTripInput input, TextEmbeddings embeddings) {
        Trip trip = trips.insert(input);
        descriptions.added(trip, embeddings);
        if (input.flights() != null && !input.flights().isEmpty()) {
            flights.insert(trip.id(), input.flights());
        }
        if (input.accommodations() != null && !input.accommodations().isEmpty()) {
            stays.insert(trip.id(), input.accommodations());
        }
        if (input.bookings() != null && !input.bookings().isEmpty()) {
            bookings.insert(trip.id(), input.bookings());
        }
        return new CreateTripPayload(trip);
    }

    record CreateTripPayload(Trip trip) {}
}
