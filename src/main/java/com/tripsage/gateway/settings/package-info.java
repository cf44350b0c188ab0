/** What somebody who configures the gateway got wrong, said in a sentence. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package com.tripsage.gateway.settings;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
