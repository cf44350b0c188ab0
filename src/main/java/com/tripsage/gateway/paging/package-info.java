/** Relay connections over keyset pages. */
@ApplicationModule(allowedDependencies = {"database", "refusal"})
@NullMarked
package com.tripsage.gateway.paging;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
