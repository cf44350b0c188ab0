/** What is booked for a trip beside flights and stays: trains, tables, tickets and the like. */
@ApplicationModule(allowedDependencies = {"graphql", "refusal", "table", "trip", "value"})
@NullMarked
package com.tripsage.gateway.booking;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
