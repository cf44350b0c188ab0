package com.tripsage.gateway.graphql;

import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.security.Caller;
import java.util.UUID;

/** The callers that the database knows. */
public interface CallerRegistry {

    /** Makes sure that the caller has a row, which is inserted when the caller first comes. */
    void register(Caller caller, Deadline deadline);

    /** Has the database asked again about a user whose account is being erased, with each token. */
    void forget(UUID user);
}
