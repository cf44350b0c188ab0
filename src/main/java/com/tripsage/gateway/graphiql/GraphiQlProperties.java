package com.tripsage.gateway.graphiql;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The switch of GraphiQL, which is for development and needs introspection to be of use.
 *
 * @param enabled whether there is a page at {@code /graphiql}; {@code application.yml} ties its static files to the same
 */
@ConfigurationProperties("gateway.graphiql")
record GraphiQlProperties(@DefaultValue("false") boolean enabled) {}
