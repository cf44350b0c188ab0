/** The gateway's configuration: what there is, and mistakes in it, each told in a sentence. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package com.tripsage.gateway.settings;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
