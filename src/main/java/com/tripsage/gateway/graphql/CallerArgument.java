package com.tripsage.gateway.graphql;

import com.tripsage.gateway.security.Caller;
import graphql.schema.DataFetchingEnvironment;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.graphql.data.method.HandlerMethodArgumentResolver;
import org.springframework.stereotype.Component;

/** The resolver of parameters of the type {@link Caller} in controller methods: the caller of the operation. */
@Component
final class CallerArgument implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Caller.class;
    }

    @Override
    public @Nullable Object resolveArgument(MethodParameter parameter, DataFetchingEnvironment environment) {
        OperationScope scope = environment.getGraphQlContext().get(OperationScope.class);
        return scope.caller();
    }
}
