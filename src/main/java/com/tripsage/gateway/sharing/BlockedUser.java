package com.tripsage.gateway.sharing;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;

/** A user whose trips are not shared with the caller, with the address as it was known then. */
@Table(schema = "public", name = "user_blocks")
record BlockedUser(
        @Id @Column("blocked_id") UUID id,
        @Nullable String email,
        @Column("created_at") OffsetDateTime blockedAt) {}
