package com.tripsage.gateway.trip;

import static java.util.Objects.requireNonNullElse;

import com.tripsage.gateway.embedding.Embedding;
import com.tripsage.gateway.embedding.EmbeddingProvider;
import com.tripsage.gateway.embedding.EmbeddingState;
import com.tripsage.gateway.embedding.Embeds;
import com.tripsage.gateway.embedding.Purpose;
import com.tripsage.gateway.embedding.TextEmbeddings;
import com.tripsage.gateway.graphql.Loaders;
import com.tripsage.gateway.graphql.Loaders.WithArgument;
import com.tripsage.gateway.refusal.Refusal;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

@Controller
class SimilarTripController {

    private static final int DEFAULT_FIRST = 10;
    private static final int DEFAULT_FIRST_OF_TRIP = 5;

    private final SimilarTripRepository trips;
    private final EmbeddingProvider provider;

    SimilarTripController(SimilarTripRepository trips, EmbeddingProvider provider, Loaders loaders) {
        this.trips = trips;
        this.provider = provider;
        loaders.values("tripEmbeddingStates", this::findStates);
        loaders.<Integer, SimilarTrip>lists("similarTrips", trips::findNearest);
    }

    @Embeds(value = "like.text", purpose = Purpose.QUERY)
    @QueryMapping
    List<SimilarTrip> similarTrips(
            @Argument @Valid SimilarTo like, @Argument @Min(1) @Max(100) @Nullable Integer first, TextEmbeddings made) {
        int size = requireNonNullElse(first, DEFAULT_FIRST);
        if (like.tripId() != null) {
            EmbeddingState state = findStates(Set.of(like.tripId())).get(like.tripId());
            if (state == null) {
                throw Refusal.notFound("trip");
            }
            if (state == EmbeddingState.PENDING) {
                throw Refusal.unavailable("The trip's description has no vector yet");
            }
            return trips.findNearest(List.of(like.tripId()), size).getOrDefault(like.tripId(), List.of());
        }
        Embedding embedding = like.vector() != null
                ? new Embedding(like.vector(), made.model())
                : made.ofQuery(String.valueOf(like.text())).orElseThrow(made::refusal);
        return trips.findNearest(embedding, size);
    }

    @QueryMapping
    int similarTripsPending() {
        return trips.countUncompared(provider.model());
    }

    @SchemaMapping
    CompletableFuture<EmbeddingState> embeddingState(Trip trip, DataLoader<UUID, EmbeddingState> tripEmbeddingStates) {
        return tripEmbeddingStates.load(trip.id());
    }

    private Map<UUID, EmbeddingState> findStates(Set<UUID> ids) {
        Map<UUID, EmbeddingState> states = new HashMap<>();
        trips.findDescribed(ids)
                .forEach((id, described) -> states.put(
                        id,
                        EmbeddingState.of(
                                described.model() != null, !described.isBlank(), described.model(), provider)));
        return states;
    }

    @SchemaMapping
    CompletableFuture<List<SimilarTrip>> similarTrips(
            Trip trip,
            @Argument @Min(1) @Max(100) @Nullable Integer first,
            DataLoader<WithArgument<Integer>, List<SimilarTrip>> similarTrips) {
        return similarTrips.load(new WithArgument<>(trip.id(), requireNonNullElse(first, DEFAULT_FIRST_OF_TRIP)));
    }
}
