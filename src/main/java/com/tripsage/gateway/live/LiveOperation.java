package com.tripsage.gateway.live;

import com.tripsage.gateway.security.Caller;
import org.jspecify.annotations.Nullable;

/** An operation that a transport has started. */
public interface LiveOperation {

    /** Goes on with a newer token of the same caller. */
    void renew(Caller caller);

    /** Ends it without a message, because the client wants no more of it or has gone. */
    void cancel();

    /**
     * The position behind which the subscription can be resumed; null for a query or a mutation. Never ahead of a result that the
     * outlet has not taken yet.
     */
    @Nullable
    String cursor();
}
