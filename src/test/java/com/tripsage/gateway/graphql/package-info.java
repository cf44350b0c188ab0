@NullMarked
package com.tripsage.gateway.graphql;

import org.jspecify.annotations.NullMarked;
