/** The process itself: that it goes on, and that it ends. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package com.tripsage.gateway.process;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
