/** What subscribers get while everything goes wrong: gateways and a PostgreSQL that are processes of their own. */
@NullMarked
package com.tripsage.gateway.torture;

import org.jspecify.annotations.NullMarked;
