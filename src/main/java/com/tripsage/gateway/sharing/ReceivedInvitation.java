package com.tripsage.gateway.sharing;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An invitation as the invited user sees it, before joining the trip. */
record ReceivedInvitation(
        UUID id,
        String tripTitle,
        TripMemberRole role,
        UUID inviterId,
        String inviterEmail,
        @Nullable String inviterName,
        OffsetDateTime invitedAt) {}
