/** The private PostgreSQL of a first run. */
@NullMarked
package com.tripsage.gateway.embedded;

import org.jspecify.annotations.NullMarked;
