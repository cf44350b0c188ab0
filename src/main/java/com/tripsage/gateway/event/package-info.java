/** Events of trips: live, and as a log to page through. */
@ApplicationModule(allowedDependencies = {"changelog", "live", "refusal", "security", "trip"})
@NullMarked
package com.tripsage.gateway.event;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
