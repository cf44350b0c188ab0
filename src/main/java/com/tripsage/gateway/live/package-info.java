/** Subscriptions: from the change log to those who may see what changed, in order, with nothing left out. */
@ApplicationModule(
        allowedDependencies = {
            "budget",
            "changelog",
            "database",
            "execution",
            "graphql",
            "observation",
            "process",
            "refusal",
            "security"
        })
@NullMarked
package com.tripsage.gateway.live;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
