package com.tripsage.gateway.embedding;

import com.tripsage.gateway.graphql.OperationScope;
import graphql.schema.DataFetchingEnvironment;
import org.springframework.core.MethodParameter;
import org.springframework.graphql.data.method.HandlerMethodArgumentResolver;
import org.springframework.stereotype.Component;

/** The resolver of controllers' parameters for the vectors of the operation's texts. */
@Component
final class TextEmbeddingsResolver implements HandlerMethodArgumentResolver {

    private final EmbeddingProvider provider;

    TextEmbeddingsResolver(EmbeddingProvider provider) {
        this.provider = provider;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == TextEmbeddings.class;
    }

    @Override
    public TextEmbeddings resolveArgument(MethodParameter parameter, DataFetchingEnvironment environment) {
        OperationScope scope = environment.getGraphQlContext().get(OperationScope.class);
        return scope.get(TextEmbeddings.class, () -> new TextEmbeddings(provider.model()));
    }
}
