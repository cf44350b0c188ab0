/** The viewer, and what travellers know of each other. */
@ApplicationModule(allowedDependencies = {"database", "execution", "graphql", "refusal", "security", "value"})
@NullMarked
package com.tripsage.gateway.user;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
