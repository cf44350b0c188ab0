/** The process itself: its threads, its work in the background, its open connections, and its end. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package com.tripsage.gateway.process;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
