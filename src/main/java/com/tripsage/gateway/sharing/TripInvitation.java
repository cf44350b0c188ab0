package com.tripsage.gateway.sharing;

import java.time.OffsetDateTime;
import java.util.UUID;

/** An address that a trip is shared with, of nobody who is known, or who has to agree first. */
record TripInvitation(UUID id, UUID tripId, String email, TripMemberRole role, OffsetDateTime invitedAt) {}
