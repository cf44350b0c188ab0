package com.tripsage.gateway.sharing;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What somebody sees of a trip that waits for them to join it. */
record ReceivedInvitation(
        UUID id,
        String tripTitle,
        TripMemberRole role,
        UUID inviterId,
        String inviterEmail,
        @Nullable String inviterName,
        OffsetDateTime invitedAt) {}
