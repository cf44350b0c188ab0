/** The memory that may be held on behalf of clients: one account of it, by holder and by use. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package com.tripsage.gateway.budget;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
