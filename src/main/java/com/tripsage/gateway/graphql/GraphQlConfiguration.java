package com.tripsage.gateway.graphql;

import graphql.execution.DataFetcherExceptionHandler;
import graphql.schema.GraphQLCodeRegistry;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.graphql.autoconfigure.GraphQlSourceBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.data.method.HandlerMethodArgumentResolver;
import org.springframework.graphql.data.method.annotation.support.AnnotatedControllerConfigurer;
import org.springframework.graphql.execution.DataFetcherExceptionResolver;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;

/** Spring for GraphQL as the engine needs it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    LimitProperties.class,
    DocumentLimitProperties.class,
    SizeLimitProperties.class,
    IntrospectionProperties.class
})
class GraphQlConfiguration {

    @Bean
    DocumentCache documentCache(
            ObjectProvider<GraphQlSource> source,
            DocumentLimitProperties limits,
            IntrospectionProperties introspection) {
        return new DocumentCache(source, limits, introspection);
    }

    @Bean
    GraphQlSourceBuilderCustomizer engine(DocumentCache documents, ExceptionTranslator translator) {
        DataFetcherExceptionHandler handler = DataFetcherExceptionResolver.createExceptionHandler(List.of(translator));
        return source -> source.typeVisitors(List.of(new DeprecatedLeftOut()))
                .configureGraphQl(graphQl -> graphQl.preparsedDocumentProvider(documents)
                        .queryExecutionStrategy(new QueryStrategy(handler))
                        .mutationExecutionStrategy(new MutationStrategy(handler))
                        .subscriptionExecutionStrategy(new SubscriptionStrategy(handler)));
    }

    @Bean
    RuntimeWiringConfigurer shownDirectives() {
        return wiring -> wiring.codeRegistry(GraphQLCodeRegistry.newCodeRegistry()
                .dataFetcher(UnsupportedDirectives.INTROSPECTION, UnsupportedDirectives::supported));
    }

    /** Without an executor: Boot's own would move every blocking method to another thread. */
    @Bean
    AnnotatedControllerConfigurer annotatedControllerConfigurer(
            ObjectProvider<HandlerMethodArgumentResolver> arguments) {
        var configurer = new AnnotatedControllerConfigurer();
        arguments.orderedStream().forEach(configurer::addCustomArgumentResolver);
        return configurer;
    }
}
