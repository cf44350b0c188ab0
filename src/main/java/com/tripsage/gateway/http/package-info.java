/** GraphQL over HTTP and server-sent events, GraphiQL, and who may reach them. */
@ApplicationModule(
        allowedDependencies = {
            "budget",
            "document",
            "graphql",
            "live",
            "process",
            "quota",
            "refusal",
            "security",
            "value"
        })
@NullMarked
package com.tripsage.gateway.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
