package com.tripsage.gateway.itinerary;

import static java.util.Objects.requireNonNullElse;

import com.tripsage.gateway.accommodation.Accommodation;
import com.tripsage.gateway.booking.Booking;
import com.tripsage.gateway.flight.Flight;
import com.tripsage.gateway.trip.Trip;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Itineraries, made of the lists that the trip's other fields show: a statement for each list, however many trips. */
@Controller
class ItineraryController {

    private static final int DEFAULT_FIRST = 10;

    private final UpNextRepository moments;

    ItineraryController(UpNextRepository moments) {
        this.moments = moments;
    }

    @SchemaMapping
    CompletableFuture<Itinerary> itinerary(
            Trip trip,
            DataLoader<UUID, List<Flight>> flights,
            DataLoader<UUID, List<Booking>> bookings,
            DataLoader<UUID, List<Accommodation>> accommodations) {
        return parts(flights.load(trip.id()), Part::of)
                .thenCombine(parts(bookings.load(trip.id()), Part::of), Stream::concat)
                .thenCombine(parts(accommodations.load(trip.id()), Part::of), Stream::concat)
                .thenApply(parts -> Itinerary.of(trip, parts.toList()));
    }

    private static <T> CompletableFuture<Stream<Part>> parts(CompletableFuture<List<T>> rows, Function<T, Part> part) {
        return rows.thenApply(list -> list.stream().map(part));
    }

    @QueryMapping
    List<Entry> upNext(@Argument @Nullable OffsetDateTime after, @Argument @Min(1) @Max(100) @Nullable Integer first) {
        return moments.find(
                after == null ? OffsetDateTime.now(ZoneOffset.UTC) : after, requireNonNullElse(first, DEFAULT_FIRST));
    }
}
