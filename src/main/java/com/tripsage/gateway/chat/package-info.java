/** Conversations with the assistant. */
@ApplicationModule(allowedDependencies = {"database", "graphql", "user"})
@NullMarked
package com.tripsage.gateway.chat;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
