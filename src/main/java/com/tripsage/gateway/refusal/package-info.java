/** Refusals in the words of the API: codes, violations of an input, and the errors that clients are shown. */
@ApplicationModule(allowedDependencies = {"budget", "observation"})
@NullMarked
package com.tripsage.gateway.refusal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
