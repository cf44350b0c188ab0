/** The execution of documents by plans: each is compiled once, its objects fetched level by level, its result written as JSON. */
@ApplicationModule(allowedDependencies = {"budget"})
@NullMarked
package com.tripsage.gateway.execution;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
