package com.tripsage.gateway.publiclink;

import com.tripsage.gateway.value.Coordinates;
import org.jspecify.annotations.Nullable;

/** What a public link shows of the place where a booking begins or ends. */
record PublicPlace(@Nullable String code, @Nullable Coordinates area) {

    /** Null where nothing is to be shown of it. */
    static @Nullable PublicPlace of(@Nullable String code, @Nullable Coordinates area) {
        return code == null && area == null ? null : new PublicPlace(code, area);
    }
}
