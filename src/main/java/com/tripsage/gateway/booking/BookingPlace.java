package com.tripsage.gateway.booking;

import com.tripsage.gateway.value.Coordinates;
import org.jspecify.annotations.Nullable;

/** The place where a booking begins or ends. */
record BookingPlace(
        @Nullable String name,
        @Nullable String code,
        @Nullable Coordinates coordinates) {

    /** Null where nothing is known of it. */
    static @Nullable BookingPlace of(@Nullable String name, @Nullable String code, @Nullable Coordinates coordinates) {
        return name == null && code == null && coordinates == null ? null : new BookingPlace(name, code, coordinates);
    }
}
