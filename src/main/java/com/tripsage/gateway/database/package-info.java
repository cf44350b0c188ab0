/** The only way to PostgreSQL: a connection that knows who is asking. */
@ApplicationModule(allowedDependencies = {"budget", "command", "observation", "process", "security", "settings"})
@NullMarked
package com.tripsage.gateway.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
