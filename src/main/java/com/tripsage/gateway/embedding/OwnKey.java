package com.tripsage.gateway.embedding;

import org.jspecify.annotations.Nullable;

/**
 * The caller's own key with a provider, which takes the place of the deployment's. It is a lookup rather than a value,
 * because most providers never ask and the key shouldn't be decrypted for them.
 */
@FunctionalInterface
public interface OwnKey {

    /** The lookup for a caller who has no keys. */
    OwnKey NONE = _ -> null;

    /** The key; null when the caller has none with this provider. */
    @Nullable
    String of(String provider);
}
