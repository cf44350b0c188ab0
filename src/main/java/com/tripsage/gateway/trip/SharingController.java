package com.tripsage.gateway.trip;

import static java.util.stream.Collectors.groupingBy;

import com.tripsage.gateway.graphql.Refusal;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.user.User;
import com.tripsage.gateway.value.NotBlank;
import jakarta.validation.Valid;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Mono;

/** Whom a trip is shared with. */
@Controller
class SharingController {

    private final TripRepository trips;
    private final TripMemberRepository members;

    SharingController(TripRepository trips, TripMemberRepository members, BatchLoaderRegistry loaders) {
        this.trips = trips;
        this.members = members;
        loaders.<UUID, List<TripMember>>forName("members")
                .registerMappedBatchLoader((ids, environment) -> Mono.fromSupplier(
                        () -> members.findByTrips(ids).stream().collect(groupingBy(TripMember::tripId))));
    }

    @SchemaMapping
    CompletableFuture<List<TripMember>> members(Trip trip, DataLoader<UUID, List<TripMember>> members) {
        return members.load(trip.id()).thenApply(SharingController::orNone);
    }

    @SchemaMapping
    CompletableFuture<User> user(TripMember member, DataLoader<UUID, User> users) {
        return users.load(member.userId());
    }

    @SchemaMapping
    CompletableFuture<@Nullable String> name(TripMember member, DataLoader<UUID, User> users) {
        return users.load(member.userId()).thenApply(user -> user == null ? null : user.name());
    }

    @SchemaMapping
    CompletableFuture<@Nullable String> picture(TripMember member, DataLoader<UUID, User> users) {
        return users.load(member.userId()).thenApply(user -> user == null ? null : user.picture());
    }

    @SchemaMapping
    CompletableFuture<TripRole> viewerRole(Trip trip, Caller caller, DataLoader<UUID, List<TripMember>> members) {
        if (trip.ownerId().equals(caller.id())) {
            return CompletableFuture.completedFuture(TripRole.OWNER);
        }
        return members.load(trip.id()).thenApply(all -> roleOf(caller, orNone(all)));
    }

    private static TripRole roleOf(Caller caller, List<TripMember> members) {
        boolean edits = members.stream()
                .anyMatch(member -> member.userId().equals(caller.id()) && member.role() == TripMemberRole.EDITOR);
        return edits ? TripRole.EDITOR : TripRole.VIEWER;
    }

    private static List<TripMember> orNone(@Nullable List<TripMember> members) {
        return members == null ? List.of() : members;
    }

    @MutationMapping
    ShareTripPayload shareTrip(@Argument @Valid ShareTripInput input) {
        members.share(input.tripId(), input.userEmail(), input.role());
        return new ShareTripPayload(trips.find(input.tripId()).orElseThrow(() -> Refusal.notFound("trip")));
    }

    @MutationMapping
    UnshareTripPayload unshareTrip(@Argument UnshareTripInput input) {
        if (!members.delete(input.tripId(), input.userId())) {
            throw trips.roleIn(input.tripId())
                    .map(role -> role == TripRole.OWNER
                            ? Refusal.notFound("member")
                            : Refusal.forbidden("Only its owner decides whom a trip is shared with"))
                    .orElseGet(() -> Refusal.notFound("trip"));
        }
        return new UnshareTripPayload(trips.find(input.tripId()).orElse(null));
    }

    @MutationMapping
    LeaveTripPayload leaveTrip(@Argument UUID id, Caller caller) {
        if (!members.delete(id, caller.id())) {
            throw trips.roleIn(id).isPresent()
                    ? Refusal.forbidden("The owner of a trip can't leave it")
                    : Refusal.notFound("trip");
        }
        return new LeaveTripPayload(id);
    }

    record ShareTripInput(
            UUID tripId,
            @NotBlank @CodePointLength(max = 255) String userEmail,
            TripMemberRole role) {}

    record UnshareTripInput(UUID tripId, UUID userId) {}

    record ShareTripPayload(Trip trip) {}

    record UnshareTripPayload(@Nullable Trip trip) {}

    record LeaveTripPayload(UUID leftId) {}
}
