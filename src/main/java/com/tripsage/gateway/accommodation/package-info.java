/** Stays of a trip. */
@ApplicationModule(allowedDependencies = {"graphql", "refusal", "table", "trip", "value"})
@NullMarked
package com.tripsage.gateway.accommodation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
