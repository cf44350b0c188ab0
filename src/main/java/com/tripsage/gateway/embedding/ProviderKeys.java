package com.tripsage.gateway.embedding;

import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.security.Caller;
import org.jspecify.annotations.Nullable;

/** The keys that users have of their own with providers. */
public interface ProviderKeys {

    /**
     * The caller's key; null when there is none. Reads it in a transaction of its own.
     *
     * @throws OwnKeyRefused where it can't be decrypted
     */
    @Nullable
    String find(Caller caller, String provider, Deadline deadline);
}
