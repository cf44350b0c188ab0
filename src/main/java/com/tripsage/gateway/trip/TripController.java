package com.tripsage.gateway.trip;

import com.tripsage.gateway.embedding.Embeds;
import com.tripsage.gateway.embedding.TextEmbeddings;
import com.tripsage.gateway.graphql.Loaders;
import com.tripsage.gateway.paging.Connection;
import com.tripsage.gateway.paging.PageRequest;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.user.User;
import jakarta.validation.Valid;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

@Controller
class TripController {

    private final TripRepository trips;
    private final Descriptions descriptions;

    TripController(TripRepository trips, Descriptions descriptions, Loaders loaders) {
        this.trips = trips;
        this.descriptions = descriptions;
        loaders.byId(Trip.class, trips::findAll, Trip::id);
    }

    @QueryMapping
    Optional<Trip> trip(@Argument UUID id) {
        return trips.find(id);
    }

    @QueryMapping
    Connection<Trip> trips(
            PageRequest page, @Argument @Valid @Nullable TripFilter filter, @Argument @Nullable TripOrder orderBy) {
        return trips.findPage(filter, orderBy == null ? TripOrder.START_DATE_DESC : orderBy, page);
    }

    @SchemaMapping
    CompletableFuture<User> owner(Trip trip, DataLoader<UUID, User> users) {
        return users.load(trip.ownerId());
    }

    @Embeds("input.description")
    @MutationMapping
    UpdateTripPayload updateTrip(@Argument @Valid UpdateTripInput input, TextEmbeddings embeddings) {
        Trip trip = trips.update(input).orElseThrow(() -> trips.find(input.id())
                .map(stored -> trips.refusalOfChange(stored.id(), "trip", stored.version()))
                .orElseGet(() -> Refusal.notFound("trip")));
        if (!input.description().isOmitted()) {
            descriptions.changed(trip, embeddings);
        }
        return new UpdateTripPayload(trip);
    }

    @MutationMapping
    DeleteTripPayload deleteTrip(@Argument UUID id) {
        if (trips.delete(id).isEmpty()) {
            throw trips.roleIn(id).isPresent()
                    ? Refusal.forbidden("Only its owner deletes a trip")
                    : Refusal.notFound("trip");
        }
        return new DeleteTripPayload(id);
    }

    record UpdateTripPayload(Trip trip) {}

    record DeleteTripPayload(UUID deletedId) {}
}
