/** What the assistant remembers of a user. */
@ApplicationModule(allowedDependencies = {"graphql", "user"})
@NullMarked
package com.tripsage.gateway.memory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
