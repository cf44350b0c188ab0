/** What the gateway makes of documents and variables that nobody would write. */
@NullMarked
package com.tripsage.gateway.fuzz;

import org.jspecify.annotations.NullMarked;
