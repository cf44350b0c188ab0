/** The log of changes of users' rows, whoever made them, and cursors that lose and repeat nothing of it. */
@ApplicationModule(allowedDependencies = {"database", "process", "refusal"})
@NullMarked
package com.tripsage.gateway.changelog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
