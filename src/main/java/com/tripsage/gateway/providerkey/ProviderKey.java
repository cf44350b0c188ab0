package com.tripsage.gateway.providerkey;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** What is told of a key with a provider. */
record ProviderKey(
        String provider,
        @Nullable String last4,
        @Nullable OffsetDateTime createdAt,
        @Nullable OffsetDateTime rotatedAt) {

    static ProviderKey of(SecretKey key) {
        return new ProviderKey(key.provider(), key.last4(), inUtc(key.created()), inUtc(key.rotated()));
    }

    /** A key that can't be read. */
    static ProviderKey unreadable(String provider) {
        return new ProviderKey(provider, null, null, null);
    }

    private static @Nullable OffsetDateTime inUtc(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }
}
