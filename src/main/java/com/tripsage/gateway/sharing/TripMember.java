package com.tripsage.gateway.sharing;

import java.time.OffsetDateTime;
import java.util.UUID;

/** A user with whom a trip is shared. */
record TripMember(UUID id, UUID tripId, UUID userId, TripMemberRole role, OffsetDateTime joinedAt) {}
