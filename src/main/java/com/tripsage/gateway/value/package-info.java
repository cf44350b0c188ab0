/** Values that the schema and the database have in common: scalars, money, times, JSON, vectors, and columns to be written. */
@ApplicationModule(allowedDependencies = {"budget"})
@NullMarked
package com.tripsage.gateway.value;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
