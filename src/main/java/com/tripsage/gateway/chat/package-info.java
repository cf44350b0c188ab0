/** Conversations with the assistant. */
@ApplicationModule(
        allowedDependencies = {
            "changelog",
            "database",
            "graphql",
            "live",
            "paging",
            "process",
            "refusal",
            "security",
            "table",
            "user",
            "value"
        })
@NullMarked
package com.tripsage.gateway.chat;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
