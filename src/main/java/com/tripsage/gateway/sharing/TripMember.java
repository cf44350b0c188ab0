package com.tripsage.gateway.sharing;

import java.time.OffsetDateTime;
import java.util.UUID;

/** Somebody whom a trip is shared with. */
record TripMember(UUID id, UUID tripId, UUID userId, TripMemberRole role, OffsetDateTime joinedAt) {}
