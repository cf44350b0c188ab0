/** Commands of the jar: what it does, and ends, instead of serving. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package com.tripsage.gateway.command;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
