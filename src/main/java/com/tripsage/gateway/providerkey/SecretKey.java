package com.tripsage.gateway.providerkey;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key with all that is encrypted together with it. It says whose it is and for which provider, so that a token moved to another
 * row, or under another name, is of no use there.
 *
 * @param created the time when the first key with the provider was set
 * @param rotated the time when it took the place of an older one
 */
record SecretKey(
        UUID userId,
        String provider,
        String key,
        Instant created,
        @Nullable Instant rotated) {

    private static final int LEAST_TO_SHOW_A_PART_OF = 16;

    /** The last four characters; null where they would be too much of it. */
    @Nullable
    String last4() {
        return key.length() < LEAST_TO_SHOW_A_PART_OF ? null : key.substring(key.length() - 4);
    }

    @Override
    public String toString() {
        return "SecretKey[" + provider + "]";
    }
}
