/** The first run: a private PostgreSQL with demo data where no database is configured. The image is built without it. */
@ApplicationModule(allowedDependencies = {"database", "process", "security", "settings"})
@NullMarked
package com.tripsage.gateway.firstrun;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
