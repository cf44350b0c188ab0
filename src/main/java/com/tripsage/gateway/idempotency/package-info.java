/** Mutations that are carried out once, however often they are sent: their keys, and the answers that are kept. */
@ApplicationModule(allowedDependencies = {"database", "process", "refusal", "security"})
@NullMarked
package com.tripsage.gateway.idempotency;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
