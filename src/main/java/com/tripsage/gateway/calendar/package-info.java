/** Calendars of trips at addresses that calendar programs subscribe to. */
@ApplicationModule(
        allowedDependencies = {
            "accommodation",
            "booking",
            "budget",
            "database",
            "flight",
            "graphql",
            "http",
            "quota",
            "refusal",
            "request",
            "security",
            "table",
            "trip",
            "user",
            "value"
        })
@NullMarked
package com.tripsage.gateway.calendar;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
