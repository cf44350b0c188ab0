package com.tripsage.gateway.sharing;

import com.tripsage.gateway.graphql.Loaders;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.security.Secret;
import com.tripsage.gateway.trip.Trip;
import com.tripsage.gateway.trip.TripRepository;
import graphql.schema.DataFetchingEnvironment;
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

/** Links to join a trip, for whoever is signed in and has one. */
@Controller
class InvitationLinkController {

    private static final String PREFIX = "tripsage_invite_";

    private final InvitationLinkRepository links;
    private final TripRepository trips;
    private final ShareLimits limits;

    InvitationLinkController(
            InvitationLinkRepository links, TripRepository trips, ShareLimits limits, Loaders loaders) {
        this.links = links;
        this.trips = trips;
        this.limits = limits;
        loaders.lists("invitationLinks", links::findByTrips, InvitationLink::tripId);
    }

    @SchemaMapping
    CompletableFuture<@Nullable List<InvitationLink>> invitationLinks(
            Trip trip, Caller caller, DataLoader<UUID, @Nullable List<InvitationLink>> invitationLinks) {
        if (!trip.ownerId().equals(caller.id())) {
            return CompletableFuture.completedFuture(null);
        }
        return invitationLinks.load(trip.id());
    }

    @MutationMapping
    CreateInvitationLinkPayload createInvitationLink(@Argument @Valid CreateInvitationLinkInput input) {
        trips.requireOwner(input.tripId(), "Only its owner makes links to a trip");
        String secret = Secret.random(PREFIX);
        return new CreateInvitationLinkPayload(
                links.add(input.tripId(), Secret.hash(secret), input.role(), input.maxUses(), input.end()), secret);
    }

    @MutationMapping
    RevokeInvitationLinkPayload revokeInvitationLink(@Argument UUID id) {
        return links.delete(id)
                .flatMap(trips::find)
                .map(trip -> new RevokeInvitationLinkPayload(id, trip))
                .orElseThrow(() -> Refusal.notFound("invitation link"));
    }

    /** A link that never was is refused like one that was used up, and counts like any other. */
    @MutationMapping
    AcceptInvitationLinkPayload acceptInvitationLink(@Argument String token, DataFetchingEnvironment field) {
        limits.take(field);
        return links.accept(Secret.hash(token))
                .flatMap(trips::find)
                .map(AcceptInvitationLinkPayload::new)
                .orElseThrow(() -> Refusal.notFound("invitation"));
    }

    record CreateInvitationLinkPayload(InvitationLink invitationLink, String secret) {

        /** Without the secret, which must not reach a log. */
        @Override
        public String toString() {
            return "CreateInvitationLinkPayload[" + invitationLink.id() + "]";
        }
    }

    record RevokeInvitationLinkPayload(UUID revokedId, Trip trip) {}

    record AcceptInvitationLinkPayload(Trip trip) {}
}
