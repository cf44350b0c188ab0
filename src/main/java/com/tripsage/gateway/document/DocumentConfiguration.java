package com.tripsage.gateway.document;

import graphql.schema.GraphQLCodeRegistry;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.graphql.autoconfigure.GraphQlSourceBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;

/** The configuration of graphql-java's documents: they come from the cache, parsed and checked, and its schema shows only what is carried out. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DocumentLimitProperties.class, SizeLimitProperties.class, IntrospectionProperties.class
})
class DocumentConfiguration {

    @Bean
    DocumentCache documentCache(
            ObjectProvider<GraphQlSource> source,
            DocumentLimitProperties limits,
            IntrospectionProperties introspection) {
        return new DocumentCache(source, limits, introspection);
    }

    @Bean
    GraphQlSourceBuilderCustomizer checkedDocuments(DocumentCache documents) {
        return source -> source.configureTypeDefinitions(new ScopeDescriptions())
                .typeVisitors(List.of(new DeprecatedLeftOut()))
                .configureGraphQl(graphQl -> graphQl.preparsedDocumentProvider(documents));
    }

    @Bean
    RuntimeWiringConfigurer shownDirectives() {
        return wiring -> wiring.codeRegistry(GraphQLCodeRegistry.newCodeRegistry()
                .dataFetcher(UnsupportedDirectives.INTROSPECTION, UnsupportedDirectives::supported));
    }
}
