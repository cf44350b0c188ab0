/** The quotas of what one caller, or one address without a caller, may take of a gateway. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package com.tripsage.gateway.quota;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
