/** From a bearer token to the caller. */
@ApplicationModule(allowedDependencies = {"quota"})
@NullMarked
package com.tripsage.gateway.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
