package com.tripsage.gateway.graphql;

import com.tripsage.gateway.security.Caller;
import graphql.schema.DataFetchingEnvironment;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.graphql.data.method.HandlerMethodArgumentResolver;

/** Gives controller methods the caller and the page that is asked for. */
final class OperationArguments implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Caller.class || parameter.getParameterType() == PageRequest.class;
    }

    @Override
    public @Nullable Object resolveArgument(MethodParameter parameter, DataFetchingEnvironment environment) {
        return parameter.getParameterType() == Caller.class
                ? environment.getGraphQlContext().get(Caller.class)
                : PageRequest.of(
                        environment.getArgument("first"),
                        environment.getArgument("after"),
                        environment.getArgument("last"),
                        environment.getArgument("before"));
    }
}
