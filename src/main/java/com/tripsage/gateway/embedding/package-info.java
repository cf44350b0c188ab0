/** Vectors of texts, made in the process or by a service that the deployment configures. */
@ApplicationModule(
        allowedDependencies = {
            "database",
            "execution",
            "graphql",
            "process",
            "quota",
            "refusal",
            "security",
            "table",
            "value"
        })
@NullMarked
package com.tripsage.gateway.embedding;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
