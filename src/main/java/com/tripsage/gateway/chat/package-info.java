/** Conversations with the assistant. */
@ApplicationModule(allowedDependencies = {"database", "graphql", "paging", "user", "value"})
@NullMarked
package com.tripsage.gateway.chat;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
