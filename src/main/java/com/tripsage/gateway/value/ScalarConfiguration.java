package com.tripsage.gateway.value;

import graphql.schema.GraphQLScalarType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** The configuration that adds the scalars to the schema. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JsonProperties.class)
class ScalarConfiguration {

    @Bean
    RuntimeWiringConfigurer scalars(JsonMapper json, JsonProperties properties) {
        return wiring -> {
            // Strict mode knows no scalar of one's own under the name of a built-in one.
            wiring.strictMode(false);
            for (GraphQLScalarType scalar : Scalars.all(json, properties.jsonSize())) {
                wiring.scalar(scalar);
            }
            wiring.strictMode(true);
        };
    }
}
