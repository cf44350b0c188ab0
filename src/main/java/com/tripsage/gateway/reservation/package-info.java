/** Reservations as schema.org describes them: their way into a trip, and out of it again. */
@ApplicationModule(
        allowedDependencies = {
            "accommodation",
            "booking",
            "database",
            "flight",
            "graphql",
            "refusal",
            "table",
            "trip",
            "value"
        })
@NullMarked
package com.tripsage.gateway.reservation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
