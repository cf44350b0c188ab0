/** Documents before they are run: their limits, what they cost, and a cache of those that are valid. */
@ApplicationModule(allowedDependencies = {"refusal", "security", "value"})
@NullMarked
package com.tripsage.gateway.document;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
