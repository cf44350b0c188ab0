package com.tripsage.gateway.sharing;

import java.time.OffsetDateTime;
import java.util.UUID;

/** An invitation as the trip's owner sees it: an address of nobody who is known, or of somebody who has to agree first. */
record TripInvitation(UUID id, UUID tripId, String email, TripMemberRole role, OffsetDateTime invitedAt) {}
