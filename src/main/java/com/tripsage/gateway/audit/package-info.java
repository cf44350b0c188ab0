/** The audit trail: what the caller did, and what was done to what is the caller's. */
@ApplicationModule(allowedDependencies = {"account", "database", "event", "graphql", "paging", "refusal", "security"})
@NullMarked
package com.tripsage.gateway.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
