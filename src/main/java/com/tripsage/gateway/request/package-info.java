/**
 * Requests as they arrive, over HTTP or on a socket: their bytes, their JSON, the parameters of GraphQL, and refusals from
 * before there is an operation.
 */
@ApplicationModule(allowedDependencies = {"budget", "refusal", "value"})
@NullMarked
package com.tripsage.gateway.request;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
