/** Flights of a trip. */
@ApplicationModule(allowedDependencies = {"graphql", "refusal", "table", "trip", "value"})
@NullMarked
package com.tripsage.gateway.flight;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
