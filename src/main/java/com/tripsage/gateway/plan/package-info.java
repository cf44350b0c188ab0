/** Trips with all their parts: creating one in one call, and its cost. */
@ApplicationModule(
        allowedDependencies = {"accommodation", "booking", "embedding", "exchange", "flight", "graphql", "trip", "value"
        })
@NullMarked
package com.tripsage.gateway.plan;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
