package com.tripsage.gateway.publiclink;

import com.tripsage.gateway.graphql.Loaders;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.security.Secret;
import com.tripsage.gateway.trip.Trip;
import com.tripsage.gateway.trip.TripRepository;
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

/** The making and the end of public links, by the owners of trips. */
@Controller
class PublicLinkController {

    private static final String PREFIX = "tripsage_link_";

    private final PublicLinkRepository links;
    private final TripRepository trips;

    PublicLinkController(PublicLinkRepository links, TripRepository trips, Loaders loaders) {
        this.links = links;
        this.trips = trips;
        loaders.lists("publicLinks", links::findByTrips, PublicLink::tripId);
    }

    @SchemaMapping
    CompletableFuture<@Nullable List<PublicLink>> publicLinks(
            Trip trip, Caller caller, DataLoader<UUID, @Nullable List<PublicLink>> publicLinks) {
        if (!trip.ownerId().equals(caller.id())) {
            return CompletableFuture.completedFuture(null);
        }
        return publicLinks.load(trip.id());
    }

    @MutationMapping
    CreatePublicLinkPayload createPublicLink(@Argument @Valid CreatePublicLinkInput input, Caller caller) {
        trips.requireOwner(input.tripId(), "Only its owner makes links to a trip");
        String secret = Secret.random(PREFIX);
        return new CreatePublicLinkPayload(
                links.add(input.tripId(), input.name().strip(), Secret.hash(secret), caller.token(), input.end()),
                secret);
    }

    @MutationMapping
    RevokePublicLinkPayload revokePublicLink(@Argument UUID id) {
        return links.revoke(id).map(RevokePublicLinkPayload::new).orElseThrow(() -> Refusal.notFound("public link"));
    }

    record CreatePublicLinkPayload(PublicLink publicLink, String secret) {

        /** Without the secret, which must not reach a log. */
        @Override
        public String toString() {
            return "CreatePublicLinkPayload[" + publicLink.id() + "]";
        }
    }

    record RevokePublicLinkPayload(PublicLink publicLink) {}
}
