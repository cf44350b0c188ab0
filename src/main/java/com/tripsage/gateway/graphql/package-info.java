/** The GraphQL engine: an operation, run as its caller in one transaction, and the one place where exceptions become errors. */
@ApplicationModule(allowedDependencies = {"budget", "database", "document", "quota", "refusal", "security"})
@NullMarked
package com.tripsage.gateway.graphql;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
