/** The GraphQL engine: it runs operations, each as its caller in one transaction, and makes errors of exceptions. */
@ApplicationModule(
        allowedDependencies = {
            "budget",
            "database",
            "document",
            "execution",
            "idempotency",
            "observation",
            "quota",
            "refusal",
            "request",
            "security"
        })
@NullMarked
package com.tripsage.gateway.graphql;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
