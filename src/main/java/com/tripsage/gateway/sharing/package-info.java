/** Sharing of trips: members, invitations, and blocked users. */
@ApplicationModule(
        allowedDependencies = {
            "database",
            "graphql",
            "quota",
            "refusal",
            "security",
            "settings",
            "table",
            "token",
            "trip",
            "user",
            "value"
        })
@NullMarked
package com.tripsage.gateway.sharing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
