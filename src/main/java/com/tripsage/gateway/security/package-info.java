/** From a bearer token to the caller. */
@NullMarked
package com.tripsage.gateway.security;

import org.jspecify.annotations.NullMarked;
