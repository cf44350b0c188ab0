/** A trip with all that belongs to it: made in one call, and what it costs. */
@ApplicationModule(allowedDependencies = {"accommodation", "embedding", "flight", "trip", "value"})
@NullMarked
package com.tripsage.gateway.plan;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
