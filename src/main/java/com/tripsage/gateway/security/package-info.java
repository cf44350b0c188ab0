/** The callers and operators behind bearer tokens. */
@ApplicationModule(allowedDependencies = {"quota", "settings"})
@NullMarked
package com.tripsage.gateway.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
