/** Tomcat's connector with a bound on how long a request may take to arrive, which Tomcat itself renews at every byte. */
@NullMarked
package com.tripsage.gateway.http.connector;

import org.jspecify.annotations.NullMarked;
