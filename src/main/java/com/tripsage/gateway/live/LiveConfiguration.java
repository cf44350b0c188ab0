package com.tripsage.gateway.live;

import graphql.execution.DataFetcherExceptionHandler;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.graphql.autoconfigure.GraphQlSourceBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** GraphQL's engine as subscriptions need it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LiveProperties.class)
class LiveConfiguration {

    @Bean
    GraphQlSourceBuilderCustomizer subscriptionStrategy(DataFetcherExceptionHandler handler) {
        return source -> source.configureGraphQl(
                graphQl -> graphQl.subscriptionExecutionStrategy(new SubscriptionStrategy(handler)));
    }
}
