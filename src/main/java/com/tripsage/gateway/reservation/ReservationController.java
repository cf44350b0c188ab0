package com.tripsage.gateway.reservation;

import com.tripsage.gateway.accommodation.AccommodationRepository;
import com.tripsage.gateway.booking.BookingRepository;
import com.tripsage.gateway.flight.FlightRepository;
import com.tripsage.gateway.graphql.Loaders;
import com.tripsage.gateway.table.TableRepository;
import com.tripsage.gateway.trip.ItineraryItem;
import com.tripsage.gateway.trip.Trip;
import com.tripsage.gateway.value.Json;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dataloader.DataLoader;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

@Controller
class ReservationController {

    private final ReservationImport imports;
    private final ReservationRepository parts;
    private final List<TableRepository<? extends ItineraryItem>> tables;

    ReservationController(
            ReservationImport imports,
            ReservationRepository parts,
            FlightRepository flights,
            AccommodationRepository stays,
            BookingRepository bookings,
            Loaders loaders) {
        this.imports = imports;
        this.parts = parts;
        this.tables = List.of(flights, stays, bookings);
        loaders.values("reservations", this::documents);
        loaders.values("reservationItems", this::findItems);
    }

    private Map<UUID, ItineraryItem> findItems(Collection<UUID> ids) {
        return tables.stream()
                .flatMap(table -> table.findAll(ids).stream())
                .collect(Collectors.toMap(ItineraryItem::id, Function.identity()));
    }

    @SchemaMapping
    CompletableFuture<List<ItineraryItem>> items(
            ReservationResult result, DataLoader<UUID, ItineraryItem> reservationItems) {
        return reservationItems.loadMany(
                result.parts().stream().map(part -> part.id).toList());
    }

    private Map<UUID, List<Json>> documents(Collection<UUID> trips) {
        Map<UUID, List<Part>> found = parts.findByTrips(trips);
        return trips.stream()
                .collect(Collectors.toMap(Function.identity(), trip -> found.getOrDefault(trip, List.of()).stream()
                        .flatMap(part -> Reservations.documents(part).stream())
                        .map(document -> new Json(JsonLd.JSON.writeValueAsString(document)))
                        .toList()));
    }

    @SchemaMapping
    CompletableFuture<List<Json>> reservations(Trip trip, DataLoader<UUID, List<Json>> reservations) {
        return reservations.load(trip.id());
    }

    @MutationMapping
    ImportReservationsPayload importReservations(@Argument @Valid ImportReservationsInput input) {
        return new ImportReservationsPayload(input.tripId(), imports.take(input.tripId(), input.documents()));
    }

    @SchemaMapping
    CompletableFuture<Trip> trip(ImportReservationsPayload imported, DataLoader<UUID, Trip> trips) {
        return trips.load(imported.tripId());
    }

    record ImportReservationsInput(
            UUID tripId,

            @Size(max = ReservationImport.MOST_DOCUMENTS, message = "must have at most 100 documents")
            List<Json> documents) {}

    record ImportReservationsPayload(UUID tripId, List<ReservationResult> results) {}
}
