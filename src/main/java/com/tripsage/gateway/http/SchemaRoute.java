package com.tripsage.gateway.http;

import com.tripsage.gateway.document.SchemaDefinition;
import java.nio.charset.StandardCharsets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** The address of the schema, where it may be read. */
@Configuration(proxyBeanMethods = false)
class SchemaRoute {

    private static final MediaType PLAIN_TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

    @Bean
    RouterFunction<ServerResponse> schemaText(SchemaDefinition schema) {
        return RouterFunctions.route(
                RequestPredicates.GET("/graphql/schema").and(_ -> schema.isShown()),
                _ -> ServerResponse.ok().contentType(PLAIN_TEXT).body(schema.text()));
    }
}
