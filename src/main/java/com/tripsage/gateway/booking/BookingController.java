package com.tripsage.gateway.booking;

import com.tripsage.gateway.graphql.Loaders;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.trip.Trip;
import com.tripsage.gateway.trip.TripRepository;
import com.tripsage.gateway.value.Json;
import jakarta.validation.Valid;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

@Controller
class BookingController {

    private final BookingRepository bookings;
    private final TripRepository trips;

    BookingController(BookingRepository bookings, TripRepository trips, Loaders loaders) {
        this.bookings = bookings;
        this.trips = trips;
        loaders.lists("bookings", bookings::findByTrips, Booking::tripId);
        loaders.values("bookingRawData", bookings::findRawData);
    }

    @SchemaMapping
    CompletableFuture<List<Booking>> bookings(Trip trip, DataLoader<UUID, List<Booking>> bookings) {
        return bookings.load(trip.id());
    }

    @SchemaMapping
    CompletableFuture<Trip> trip(Booking booking, DataLoader<UUID, Trip> trips) {
        return trips.load(booking.tripId());
    }

    @SchemaMapping
    @Nullable
    BookingPlace from(Booking booking) {
        return BookingPlace.of(booking.fromName(), booking.fromCode(), booking.fromCoordinates());
    }

    @SchemaMapping
    @Nullable
    BookingPlace to(Booking booking) {
        return BookingPlace.of(booking.toName(), booking.toCode(), booking.toCoordinates());
    }

    @SchemaMapping
    CompletableFuture<Json> rawData(Booking booking, DataLoader<UUID, Json> bookingRawData) {
        return bookingRawData.load(booking.id());
    }

    @MutationMapping
    AddBookingPayload addBooking(@Argument @Valid AddBookingInput input) {
        return bookings.add(input.tripId(), input.booking())
                .map(AddBookingPayload::new)
                .orElseThrow(() -> Refusal.notFound("trip"));
    }

    @MutationMapping
    UpdateBookingPayload updateBooking(@Argument @Valid UpdateBookingInput input) {
        return bookings.update(input).map(UpdateBookingPayload::new).orElseThrow(() -> refusalOfChange(input.id()));
    }

    @MutationMapping
    RemoveBookingPayload removeBooking(@Argument UUID id) {
        return bookings.delete(id)
                .map(tripId -> new RemoveBookingPayload(id, tripId))
                .orElseThrow(() -> refusalOfChange(id));
    }

    @SchemaMapping
    CompletableFuture<Trip> trip(RemoveBookingPayload removed, DataLoader<UUID, Trip> trips) {
        return trips.load(removed.tripId());
    }

    private Refusal refusalOfChange(UUID id) {
        return bookings.find(id)
                .map(booking -> trips.refusalOfChange(booking.tripId(), "booking", booking.version()))
                .orElseGet(() -> Refusal.notFound("booking"));
    }

    record AddBookingInput(UUID tripId, @Valid BookingInput booking) {}

    record AddBookingPayload(Booking booking) {}

    record UpdateBookingPayload(Booking booking) {}

    record RemoveBookingPayload(UUID deletedId, UUID tripId) {}
}
