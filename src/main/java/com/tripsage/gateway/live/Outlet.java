package com.tripsage.gateway.live;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The transport's end of an operation, where its results go. It is called by one thread at a time, and not again after {@link
 * #error} or {@link #complete}, or after it threw.
 */
public interface Outlet {

    /**
     * Sends a result, and waits while the client is slow.
     *
     * @param result the JSON of a GraphQL response
     * @param cursor the position behind this event, where a subscription can be resumed; null for queries and mutations
     * @throws IOException when the client has gone, or takes too long
     */
    void next(String result, @Nullable String cursor) throws IOException;

    /**
     * Ends the operation with errors: it could not begin, or a subscription can't go on.
     *
     * @param errors the JSON of an array of GraphQL errors
     */
    void error(String errors) throws IOException;

    /** Ends the operation: there won't be more results. */
    void complete() throws IOException;
}
