package com.tripsage.gateway.graphql;

import graphql.execution.DataFetcherExceptionHandler;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.graphql.autoconfigure.GraphQlSourceBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.data.method.HandlerMethodArgumentResolver;
import org.springframework.graphql.data.method.annotation.support.AnnotatedControllerConfigurer;
import org.springframework.graphql.execution.DataFetcherExceptionResolver;

/** Spring for GraphQL as the engine needs it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitProperties.class)
class GraphQlConfiguration {

    @Bean
    DataFetcherExceptionHandler exceptionHandler(ExceptionTranslator translator) {
        return DataFetcherExceptionResolver.createExceptionHandler(List.of(translator));
    }

    @Bean
    GraphQlSourceBuilderCustomizer strategies(DataFetcherExceptionHandler handler) {
        return source -> source.configureGraphQl(graphQl -> graphQl.queryExecutionStrategy(new QueryStrategy(handler))
                .mutationExecutionStrategy(new MutationStrategy(handler)));
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
