package com.tripsage.gateway.sharing;

import java.time.OffsetDateTime;
import java.util.UUID;

/** A link to join a trip, as its owner sees it. */
record InvitationLink(
        UUID id,
        UUID tripId,
        TripMemberRole role,
        int maxUses,
        int uses,
        OffsetDateTime expiresAt,
        OffsetDateTime createdAt) {}
