/** A caller's account as a whole: the export of everything that is in it, and its erasure. */
@ApplicationModule(
        allowedDependencies = {
            "budget",
            "database",
            "graphql",
            "http",
            "process",
            "quota",
            "refusal",
            "request",
            "security",
            "value"
        })
@NullMarked
package com.tripsage.gateway.account;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
