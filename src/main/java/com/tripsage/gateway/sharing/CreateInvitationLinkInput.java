package com.tripsage.gateway.sharing;

import com.tripsage.gateway.token.Lifetime;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

record CreateInvitationLinkInput(
        UUID tripId,
        TripMemberRole role,
        @Min(1) @Max(200) int maxUses,
        @Nullable OffsetDateTime expiresAt) {

    OffsetDateTime end() {
        return Lifetime.end(expiresAt, "input.expiresAt");
    }
}
