package com.tripsage.gateway.graphql;

import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.security.Caller;

/** Knows the callers that the database knows. */
public interface CallerRegistry {

    /** Sees to it that the caller has a row, which its first use creates. */
    void register(Caller caller, Deadline deadline);
}
