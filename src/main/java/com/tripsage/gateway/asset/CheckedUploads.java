package com.tripsage.gateway.asset;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The uploads that were checked for an operation, before its transaction began. */
final class CheckedUploads {

    private final Map<UUID, CheckedUpload> checked = new HashMap<>();

    void put(UUID id, CheckedUpload upload) {
        checked.put(id, upload);
    }

    /** Null where there is no such upload, any more. */
    @Nullable
    CheckedUpload of(UUID id) {
        return checked.get(id);
    }
}
