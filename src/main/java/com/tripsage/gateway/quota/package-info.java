/** How much one caller, or one address that has not said who is calling, may take of a gateway. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package com.tripsage.gateway.quota;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
