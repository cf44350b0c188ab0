/** What the assistant remembers of a user. */
@ApplicationModule(allowedDependencies = {"database", "embedding", "graphql", "paging", "user", "value"})
@NullMarked
package com.tripsage.gateway.memory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
