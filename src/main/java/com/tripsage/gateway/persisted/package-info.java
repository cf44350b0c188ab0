/** Documents that clients name instead of sending: those that operators have registered, and those that clients have sent before. */
@ApplicationModule(
        allowedDependencies = {
            "command",
            "database",
            "document",
            "graphql",
            "process",
            "quota",
            "refusal",
            "request",
            "security",
            "table"
        })
@NullMarked
package com.tripsage.gateway.persisted;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
