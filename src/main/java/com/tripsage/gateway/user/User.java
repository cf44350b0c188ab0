package com.tripsage.gateway.user;

import com.tripsage.gateway.value.Json;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A traveller. Of others than the caller only id, e-mail address, name and picture are known. */
public record User(
        UUID id,
        String email,
        @Nullable String name,
        @Nullable String picture,
        @Nullable String authProvider,
        @Nullable Json profile,
        @Nullable Json preferences,
        @Nullable Json travelPreferences,
        @Nullable List<String> apiKeyNames,
        @Nullable OffsetDateTime createdAt,
        @Nullable OffsetDateTime updatedAt,
        @Nullable Integer version) {}
