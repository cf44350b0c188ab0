/** Fernet tokens, and the ring of keys that makes and reads them: what is kept secret even from who reads the database. */
@ApplicationModule(allowedDependencies = {"refusal", "settings"})
@NullMarked
package com.tripsage.gateway.fernet;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
