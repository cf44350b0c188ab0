/** Exchange rates by day, which operators load, and conversions of money with them. */
@ApplicationModule(allowedDependencies = {"command", "database", "value"})
@NullMarked
package com.tripsage.gateway.exchange;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
