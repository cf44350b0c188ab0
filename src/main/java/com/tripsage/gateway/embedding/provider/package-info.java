/** The makers of vectors, of which a deployment has one: the model in the process, a service, or none. */
@NullMarked
package com.tripsage.gateway.embedding.provider;

import org.jspecify.annotations.NullMarked;
