/** The GraphQL engine: scalars, connections, limits, and the one place where exceptions become errors. */
@NullMarked
package com.tripsage.gateway.graphql;

import org.jspecify.annotations.NullMarked;
