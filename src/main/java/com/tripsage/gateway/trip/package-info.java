/** The aggregate the rest hangs from: trips, and which are alike. */
@ApplicationModule(
        allowedDependencies = {"database", "embedding", "graphql", "memory", "paging", "security", "user", "value"})
@NullMarked
package com.tripsage.gateway.trip;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
