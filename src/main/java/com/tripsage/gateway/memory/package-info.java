/** Memories: what the assistant keeps of a user, and the searches in it. */
@ApplicationModule(
        allowedDependencies = {
            "database",
            "embedding",
            "graphql",
            "paging",
            "refusal",
            "security",
            "table",
            "trip",
            "user",
            "value"
        })
@NullMarked
package com.tripsage.gateway.memory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
