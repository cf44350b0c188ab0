package com.tripsage.gateway.token;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/** An access token of the caller's, without its hash, which callers can't read. */
@Table(schema = "public", name = "access_tokens")
record AccessToken(
        @Id UUID id,
        String name,
        String scope,
        OffsetDateTime createdAt,
        OffsetDateTime expiresAt,
        @Nullable OffsetDateTime lastUsedAt,
        @Nullable OffsetDateTime revokedAt) {

    List<String> scopes() {
        return List.of(scope.split(" "));
    }
}
