package com.tripsage.gateway.trip;

import java.time.OffsetDateTime;
import java.util.UUID;

record TripMember(UUID tripId, UUID userId, TripMemberRole role, OffsetDateTime joinedAt) {}
