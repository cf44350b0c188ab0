/** Tables whose rows are records: their columns, their statements, and the repositories that share both. */
@ApplicationModule(allowedDependencies = {"database", "execution", "graphql", "refusal", "value"})
@NullMarked
package com.tripsage.gateway.table;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
