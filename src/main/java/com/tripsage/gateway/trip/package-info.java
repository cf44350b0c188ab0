/** Trips, the aggregate that the rest hangs from, and the search for trips that are alike. */
@ApplicationModule(
        allowedDependencies = {"database", "embedding", "graphql", "paging", "refusal", "table", "user", "value"})
@NullMarked
package com.tripsage.gateway.trip;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
