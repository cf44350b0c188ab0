/** Access tokens: credentials that users make for programs of theirs. The secrets of links are made and kept like theirs. */
@ApplicationModule(
        allowedDependencies = {"database", "graphql", "process", "refusal", "security", "table", "user", "value"})
@NullMarked
package com.tripsage.gateway.token;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
