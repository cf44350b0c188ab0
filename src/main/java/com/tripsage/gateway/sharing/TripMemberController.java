package com.tripsage.gateway.sharing;

import com.tripsage.gateway.graphql.Loaders;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.trip.Trip;
import com.tripsage.gateway.trip.TripRepository;
import com.tripsage.gateway.trip.TripRole;
import com.tripsage.gateway.user.User;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** The members of trips, and how they leave. */
@Controller
class TripMemberController {

    private final TripRepository trips;
    private final TripMemberRepository members;
    private final BlockRepository blocks;

    TripMemberController(TripRepository trips, TripMemberRepository members, BlockRepository blocks, Loaders loaders) {
        this.trips = trips;
        this.members = members;
        this.blocks = blocks;
        loaders.lists("members", members::findByTrips, TripMember::tripId);
    }

    @SchemaMapping
    CompletableFuture<List<TripMember>> members(Trip trip, DataLoader<UUID, List<TripMember>> members) {
        return members.load(trip.id());
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
        return members.load(trip.id()).thenApply(all -> roleOf(caller, all));
    }

    private static TripRole roleOf(Caller caller, List<TripMember> members) {
        boolean edits = members.stream()
                .anyMatch(member -> member.userId().equals(caller.id()) && member.role() == TripMemberRole.EDITOR);
        return edits ? TripRole.EDITOR : TripRole.VIEWER;
    }

    @MutationMapping
    LeaveTripPayload leaveTrip(@Argument UUID id, @Argument boolean block, Caller caller) {
        Trip trip = trips.find(id).orElseThrow(() -> Refusal.notFound("trip"));
        if (trip.ownerId().equals(caller.id())) {
            throw Refusal.forbidden("The owner of a trip can't leave it");
        }
        if (block) {
            blocks.block(trip.ownerId());
        }
        members.delete(id, caller.id());
        return new LeaveTripPayload(id);
    }

    record LeaveTripPayload(UUID leftId) {}
}
