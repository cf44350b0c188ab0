package com.tripsage.gateway.live;

import com.tripsage.gateway.graphql.Operation;
import java.io.IOException;

/** The way for operations from transports whose connection stays open. */
public interface LiveOperations {

    /**
     * Starts an operation. A query or a mutation runs to its end on the calling thread, and a subscription goes on after
     * the return, on threads of its own. What is wrong with the operation goes to the outlet.
     *
     * @throws IOException when the outlet threw it
     */
    LiveOperation start(Operation operation, Outlet outlet) throws IOException;
}
