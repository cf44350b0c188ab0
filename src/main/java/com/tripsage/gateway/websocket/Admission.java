package com.tripsage.gateway.websocket;

import com.tripsage.gateway.security.Caller;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A caller as a token names one, until the token expires. The tolerance that requests have for clocks that differ does
 * not apply: an open socket is closed when its token says so.
 *
 * @param end null where the token has none
 */
record Admission(Caller caller, @Nullable Instant end) {

    boolean hasEnded(Instant now) {
        return end != null && !now.isBefore(end);
    }
}
