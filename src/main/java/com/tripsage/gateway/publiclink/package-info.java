/** Public links: what a trip shows to people without an account, for as long as its owner wants. */
@ApplicationModule(
        allowedDependencies = {
            "accommodation",
            "booking",
            "database",
            "graphql",
            "refusal",
            "security",
            "table",
            "token",
            "trip",
            "value"
        })
@NullMarked
package com.tripsage.gateway.publiclink;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
