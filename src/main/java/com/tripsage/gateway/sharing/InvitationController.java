package com.tripsage.gateway.sharing;

import com.tripsage.gateway.graphql.Loaders;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.trip.Trip;
import com.tripsage.gateway.trip.TripRepository;
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

/** Invitations to trips, and the answers of the invited. */
@Controller
class InvitationController {

    private static final int MAX_RECEIVED = 100;

    private final InvitationRepository invitations;
    private final BlockRepository blocks;
    private final TripRepository trips;

    InvitationController(
            InvitationRepository invitations, BlockRepository blocks, TripRepository trips, Loaders loaders) {
        this.invitations = invitations;
        this.blocks = blocks;
        this.trips = trips;
        loaders.lists("invitations", invitations::findByTrips, TripInvitation::tripId);
    }

    @SchemaMapping
    CompletableFuture<@Nullable List<TripInvitation>> invitations(
            Trip trip, Caller caller, DataLoader<UUID, @Nullable List<TripInvitation>> invitations) {
        if (!trip.ownerId().equals(caller.id())) {
            return CompletableFuture.completedFuture(null);
        }
        return invitations.load(trip.id());
    }

    @SchemaMapping
    @Nullable
    List<ReceivedInvitation> invitations(User user, @Argument int first, Caller caller) {
        if (first < 1 || first > MAX_RECEIVED) {
            throw Refusal.invalid("first", "must be between 1 and " + MAX_RECEIVED);
        }
        return user.id().equals(caller.id()) ? invitations.findReceived(first) : null;
    }

    @MutationMapping
    AcceptInvitationPayload acceptInvitation(@Argument UUID id) {
        return invitations
                .accept(id)
                .flatMap(trips::find)
                .map(AcceptInvitationPayload::new)
                .orElseThrow(() -> Refusal.notFound("invitation"));
    }

    @MutationMapping
    DeclineInvitationPayload declineInvitation(@Argument UUID id, @Argument boolean block) {
        UUID inviter = invitations.findInviter(id).orElseThrow(() -> Refusal.notFound("invitation"));
        if (block) {
            blocks.block(inviter);
        }
        // A block has declined it already.
        if (!invitations.decline(id) && !block) {
            throw Refusal.notFound("invitation");
        }
        return new DeclineInvitationPayload(id);
    }

    record AcceptInvitationPayload(Trip trip) {}

    record DeclineInvitationPayload(UUID declinedId) {}
}
