/** The aggregate the rest hangs from: trips, and whom they are shared with. */
@ApplicationModule(allowedDependencies = {"database", "graphql", "security", "user"})
@NullMarked
package com.tripsage.gateway.trip;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
