/** Requests as operators see them, with nothing in it that a caller said: traces, and the access log. Off until configured. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package com.tripsage.gateway.observation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
