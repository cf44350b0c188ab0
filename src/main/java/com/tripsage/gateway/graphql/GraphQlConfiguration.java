package com.tripsage.gateway.graphql;

import graphql.execution.DataFetcherExceptionHandler;
import graphql.schema.GraphQLScalarType;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.graphql.autoconfigure.GraphQlSourceBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.data.method.annotation.support.AnnotatedControllerConfigurer;
import org.springframework.graphql.execution.DataFetcherExceptionResolver;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** Spring for GraphQL as the engine needs it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitProperties.class)
class GraphQlConfiguration {

    @Bean
    DocumentCache documentCache(ObjectProvider<GraphQlSource> source, LimitProperties limits) {
        return new DocumentCache(source, limits);
    }

    @Bean
    RuntimeWiringConfigurer scalars(JsonMapper json) {
        return wiring -> {
            // Strict mode knows no scalar of one's own under the name of a built-in one.
            wiring.strictMode(false);
            for (GraphQLScalarType scalar : Scalars.all(json)) {
                wiring.scalar(scalar);
            }
            wiring.strictMode(true);
        };
    }

    @Bean
    GraphQlSourceBuilderCustomizer engine(DocumentCache documents, ExceptionTranslator translator) {
        DataFetcherExceptionHandler handler = DataFetcherExceptionResolver.createExceptionHandler(List.of(translator));
        return source -> source.configureGraphQl(graphQl ->
                graphQl.preparsedDocumentProvider(documents).mutationExecutionStrategy(new MutationStrategy(handler)));
    }

    /** Without an executor: Boot's own would move every blocking method to another thread. */
    @Bean
    AnnotatedControllerConfigurer annotatedControllerConfigurer() {
        var configurer = new AnnotatedControllerConfigurer();
        configurer.addCustomArgumentResolver(new OperationArguments());
        return configurer;
    }
}
