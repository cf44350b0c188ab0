package com.tripsage.gateway.sharing;

import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.trip.Trip;
import com.tripsage.gateway.trip.TripRepository;
import com.tripsage.gateway.trip.TripRole;
import com.tripsage.gateway.value.NotBlank;
import graphql.schema.DataFetchingEnvironment;
import jakarta.validation.Valid;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.CodePointLength;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** The sharing of trips by their owners, with members and invitations. */
@Controller
class SharingController {

    private final TripRepository trips;
    private final TripMemberRepository members;
    private final InvitationRepository invitations;
    private final ShareLimits limits;

    SharingController(
            TripRepository trips, TripMemberRepository members, InvitationRepository invitations, ShareLimits limits) {
        this.trips = trips;
        this.members = members;
        this.invitations = invitations;
        this.limits = limits;
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
}
