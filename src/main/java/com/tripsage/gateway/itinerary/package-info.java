/** The parts of trips in the order of the local time, what does not fit together in it, and what comes next. */
@ApplicationModule(allowedDependencies = {"accommodation", "booking", "database", "flight", "table", "trip", "value"})
@NullMarked
package com.tripsage.gateway.itinerary;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
