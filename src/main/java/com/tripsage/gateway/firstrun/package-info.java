/** The private PostgreSQL of a first run. */
@NullMarked
package com.tripsage.gateway.firstrun;

import org.jspecify.annotations.NullMarked;
