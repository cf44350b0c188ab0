/** GraphiQL: its page, and tokens of the demo users for whoever sits at the gateway's own machine. */
@ApplicationModule(allowedDependencies = {"http", "request", "security"})
@NullMarked
package com.tripsage.gateway.graphiql;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
