/** Users' own keys with providers, encrypted, and the commands that encrypt them anew. */
@ApplicationModule(
        allowedDependencies = {
            "account",
            "command",
            "database",
            "embedding",
            "fernet",
            "refusal",
            "security",
            "table",
            "user",
            "value"
        })
@NullMarked
package com.tripsage.gateway.providerkey;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
