package com.tripsage.gateway.graphql;

import com.tripsage.gateway.execution.BeforeFetching;
import com.tripsage.gateway.execution.MutationStrategy;
import com.tripsage.gateway.execution.Plans;
import com.tripsage.gateway.execution.QueryStrategy;
import com.tripsage.gateway.execution.SubscriptionStrategy;
import com.tripsage.gateway.idempotency.IdempotencyKeys;
import graphql.execution.DataFetcherExceptionHandler;
import jakarta.validation.Validator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.graphql.autoconfigure.GraphQlSourceBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.data.method.HandlerMethodArgumentResolver;
import org.springframework.graphql.execution.DataFetcherExceptionResolver;
import org.springframework.util.unit.DataSize;

/** Spring for GraphQL as the engine needs it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitProperties.class)
class GraphQlConfiguration {

    /** The memory that plans may take, beside that of the documents. */
    private static final DataSize PLANS = DataSize.ofMegabytes(8);

    @Bean
    DataFetcherExceptionHandler exceptionHandler(ExceptionTranslator translator) {
        return DataFetcherExceptionResolver.createExceptionHandler(List.of(translator));
    }

    @Bean
    GraphQlSourceBuilderCustomizer strategies(
            DataFetcherExceptionHandler handler,
            List<BeforeFetching> steps,
            IdempotencyKeys keys,
            Controllers controllers) {
        var plans = new Plans(PLANS);
        // The last step sends the first statement.
        List<BeforeFetching> ofMutations = Stream.concat(steps.stream(), Stream.of(new FirstOrReplay(keys)))
                .toList();
        return source -> source.typeVisitors(List.of(OnThread.visitor(controllers::ready)))
                .configureGraphQl(graphQl -> graphQl.queryExecutionStrategy(new QueryStrategy(plans, steps, handler))
                        .mutationExecutionStrategy(new MutationStrategy(plans, ofMutations, handler))
                        .subscriptionExecutionStrategy(new SubscriptionStrategy(plans, steps, handler))
                        .doNotAutomaticallyDispatchDataLoader());
    }

    /** Without an executor: Boot's own would move every blocking method to another thread. */
    @Bean
    Controllers annotatedControllerConfigurer(
            ObjectProvider<HandlerMethodArgumentResolver> arguments, Validator validator) {
        var controllers = new Controllers(validator);
        arguments.orderedStream().forEach(controllers::addCustomArgumentResolver);
        return controllers;
    }
}
