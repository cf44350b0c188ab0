/** GraphQL over HTTP, GraphiQL, and who may reach them. */
@NullMarked
package com.tripsage.gateway.http;

import org.jspecify.annotations.NullMarked;
