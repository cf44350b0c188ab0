package com.tripsage.gateway.http;

import com.tripsage.gateway.document.SchemaDefinition;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** The addresses of the API. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({HttpProperties.class, StreamProperties.class})
class GatewayRoutes {

    private static final MediaType PLAIN_TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

    @Bean
    RouterFunction<ServerResponse> routes(GraphQlHandler graphQl, SchemaDefinition schema) {
        RouterFunctions.Builder routes =
                RouterFunctions.route().route(RequestPredicates.path("/graphql"), _ -> graphQl.handle());
        if (schema.isShown()) {
            routes.GET(
                    "/graphql/schema",
                    _ -> ServerResponse.ok().contentType(PLAIN_TEXT).body(schema.text()));
        }
        return routes.build();
    }
}
