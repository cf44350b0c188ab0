/** GraphQL over HTTP and server-sent events, and who may reach it. */
@ApplicationModule(
        allowedDependencies = {
            "budget",
            "document",
            "graphql",
            "live",
            "observation",
            "process",
            "quota",
            "refusal",
            "request",
            "security",
            "settings"
        })
@NullMarked
package com.tripsage.gateway.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
