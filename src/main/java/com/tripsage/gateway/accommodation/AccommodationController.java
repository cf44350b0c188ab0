package com.tripsage.gateway.accommodation;

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
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

@Controller
class AccommodationController {

    private final AccommodationRepository stays;
    private final TripRepository trips;

    AccommodationController(AccommodationRepository stays, TripRepository trips, Loaders loaders) {
        this.stays = stays;
        this.trips = trips;
        loaders.lists("accommodations", stays::findByTrips, Accommodation::tripId);
        loaders.values("accommodationRawData", stays::findRawData);
    }

    @SchemaMapping
    CompletableFuture<List<Accommodation>> accommodations(
            Trip trip, DataLoader<UUID, List<Accommodation>> accommodations) {
        return accommodations.load(trip.id());
    }

    @SchemaMapping
    CompletableFuture<Trip> trip(Accommodation accommodation, DataLoader<UUID, Trip> trips) {
        return trips.load(accommodation.tripId());
    }

    @SchemaMapping
    CompletableFuture<Json> rawData(Accommodation accommodation, DataLoader<UUID, Json> accommodationRawData) {
        return accommodationRawData.load(accommodation.id());
    }

    @MutationMapping
    AddAccommodationPayload addAccommodation(@Argument @Valid AddAccommodationInput input) {
        return stays.add(input.tripId(), input.accommodation())
                .map(AddAccommodationPayload::new)
                .orElseThrow(() -> Refusal.notFound("trip"));
    }

    @MutationMapping
    UpdateAccommodationPayload updateAccommodation(@Argument @Valid UpdateAccommodationInput input) {
        return stays.update(input).map(UpdateAccommodationPayload::new).orElseThrow(() -> refusalOfChange(input.id()));
    }

    @MutationMapping
    RemoveAccommodationPayload removeAccommodation(@Argument UUID id) {
        return stays.delete(id)
                .map(tripId -> new RemoveAccommodationPayload(id, tripId))
                .orElseThrow(() -> refusalOfChange(id));
    }

    @SchemaMapping
    CompletableFuture<Trip> trip(RemoveAccommodationPayload removed, DataLoader<UUID, Trip> trips) {
        return trips.load(removed.tripId());
    }

    private Refusal refusalOfChange(UUID id) {
        return stays.find(id)
                .map(stay -> trips.refusalOfChange(stay.tripId(), "stay", stay.version()))
                .orElseGet(() -> Refusal.notFound("stay"));
    }

    record AddAccommodationInput(UUID tripId, @Valid AccommodationInput accommodation) {}

    record AddAccommodationPayload(Accommodation accommodation) {}

    record UpdateAccommodationPayload(Accommodation accommodation) {}

    record RemoveAccommodationPayload(UUID deletedId, UUID tripId) {}
}
