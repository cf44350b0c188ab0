/** The only way to PostgreSQL: a connection that knows who is asking. */
@NullMarked
package com.tripsage.gateway.database;

import org.jspecify.annotations.NullMarked;
