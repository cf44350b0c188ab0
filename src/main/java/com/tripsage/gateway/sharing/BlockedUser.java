package com.tripsage.gateway.sharing;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Somebody whose trips are not shared with the caller, with the address as it was known then. */
record BlockedUser(UUID id, @Nullable String email, OffsetDateTime blockedAt) {}
