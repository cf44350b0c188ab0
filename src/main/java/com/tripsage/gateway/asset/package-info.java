/** Assets: images and documents of trips and users, whose bytes lie in a store. */
@ApplicationModule(
        allowedDependencies = {
            "database",
            "execution",
            "fernet",
            "graphql",
            "http",
            "process",
            "quota",
            "refusal",
            "request",
            "security",
            "settings",
            "table",
            "trip",
            "user",
            "value"
        })
@NullMarked
package com.tripsage.gateway.asset;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
