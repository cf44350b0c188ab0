package com.tripsage.gateway.document;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The setting for clients that ask for the schema. A public API's schema is a map for whoever looks for a way in; clients are built
 * from the files in {@code graphql-schema}.
 *
 * @param enabled whether {@code __schema} and {@code __type} are answered; {@code __typename} always is
 */
@ConfigurationProperties("gateway.introspection")
record IntrospectionProperties(@DefaultValue("false") boolean enabled) {}
