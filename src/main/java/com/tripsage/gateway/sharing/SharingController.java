package com.tripsage.gateway.sharing;

import com.tripsage.gateway.graphql.Loaders;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.trip.Trip;
import com.tripsage.gateway.trip.TripRepository;
import com.tripsage.gateway.trip.TripRole;
import com.tripsage.gateway.user.User;
import com.tripsage.gateway.value.NotBlank;
import graphql.schema.DataFetchingEnvironment;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.dataloader.DataLoader;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** The members of trips: they are added, removed, or leave. */
@Controller
class SharingController {

    private final TripRepository trips;
    private final TripMemberRepository members;
    private final InvitationRepository invitations;
    private final BlockRepository blocks;
    private final ShareLimits limits;

    SharingController(
            TripRepository trips,
            TripMemberRepository members,
            InvitationRepository invitations,
            BlockRepository blocks,
            ShareLimits limits,
            Loaders loaders) {
        this.trips = trips;
        this.members = members;
        this.invitations = invitations;
        this.blocks = blocks;
        this.limits = limits;
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
    ShareTripPayload shareTrip(@Argument @Valid ShareTripInput input, DataFetchingEnvironment field) {
        limits.take(field, input.userEmail());
        members.share(input.tripId(), input.userEmail(), input.role());
        return new ShareTripPayload(trips.find(input.tripId()).orElseThrow(() -> Refusal.notFound("trip")));
    }

    @MutationMapping
    UnshareTripPayload unshareTrip(@Argument UnshareTripInput input) {
        UUID trip = input.tripId();
        if (!unshare(trip, input)) {
            String what = input.invitationId() == null ? "member" : "invitation";
            throw trips.roleIn(trip)
                    .map(role -> role == TripRole.OWNER
                            ? Refusal.notFound(what)
                            : Refusal.forbidden("Only its owner decides whom a trip is shared with"))
                    .orElseGet(() -> Refusal.notFound("trip"));
        }
        return new UnshareTripPayload(trips.find(trip).orElse(null));
    }

    private boolean unshare(UUID trip, UnshareTripInput input) {
        if (Stream.of(input.userId(), input.userEmail(), input.invitationId())
                        .filter(Objects::nonNull)
                        .count()
                != 1) {
            throw Refusal.invalid("input", "Exactly one of userId, userEmail and invitationId says whom");
        }
        if (input.userId() != null) {
            return members.delete(trip, input.userId());
        }
        if (input.invitationId() != null) {
            return invitations.delete(trip, input.invitationId());
        }
        String email = Objects.requireNonNull(input.userEmail());
        // Whoever claims the invitation at this moment has done so before it is looked for, or does not find it any
        // more.
        trips.lock(trip);
        return invitations.delete(trip, email) || members.delete(trip, email);
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

    record ShareTripInput(
            UUID tripId,
            @NotBlank @CodePointLength(max = 1000) String userEmail,
            TripMemberRole role) {}

    record UnshareTripInput(
            UUID tripId,
            @Nullable UUID userId,
            @Nullable String userEmail,
            @Nullable UUID invitationId) {}

    record ShareTripPayload(Trip trip) {}

    record UnshareTripPayload(@Nullable Trip trip) {}

    record LeaveTripPayload(UUID leftId) {}
}
