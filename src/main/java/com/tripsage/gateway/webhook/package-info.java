/** Webhooks: events that are sent to an address of the user's, so that a program needs no connection of its own. */
@ApplicationModule(
        allowedDependencies = {
            "changelog",
            "command",
            "database",
            "event",
            "fernet",
            "graphql",
            "paging",
            "process",
            "refusal",
            "security",
            "table",
            "trip",
            "user",
            "value"
        })
@NullMarked
package com.tripsage.gateway.webhook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
