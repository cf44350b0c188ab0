package com.tripsage.gateway.live;

import com.tripsage.gateway.security.Caller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key that is equal for subscriptions whose results of an event are equal.
 *
 * @param caller null where the result does not depend on who asks
 */
record SharingKey(String selection, @Nullable UUID caller) {

    static SharingKey of(RequestedFields fields, Caller caller) {
        return new SharingKey(fields.signature(), fields.personal() ? caller.id() : null);
    }
}
