package com.tripsage.gateway.graphql;

import graphql.schema.DataFetcher;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import jakarta.validation.metadata.MethodDescriptor;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.graphql.data.method.HandlerMethod;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.graphql.data.method.annotation.support.AnnotatedControllerConfigurer;
import org.springframework.graphql.data.method.annotation.support.DataFetcherHandlerMethod;
import org.springframework.graphql.execution.SelfDescribingDataFetcher;
import org.springframework.util.function.SingletonSupplier;

/**
 * The controllers, whose methods are made ready once. Spring makes a method ready at each call, and with it a description of it
 * that nobody reads: a fifth of the heap that a dashboard took.
 */
final class Controllers extends AnnotatedControllerConfigurer {

    private final Validator validator;

    Controllers(Validator validator) {
        this.validator = validator;
    }

    /** A data fetcher that does the same as Spring's. */
    DataFetcher<?> ready(DataFetcher<?> fetcher) {
        Method method = fetcher instanceof SelfDescribingDataFetcher<?> described ? described.asMethod() : null;
        if (method == null || !AnnotatedElementUtils.hasAnnotation(method, SchemaMapping.class)) {
            return fetcher;
        }
        // Not before the first call: the controllers are made after the schema.
        SingletonSupplier<DataFetcherHandlerMethod> ready = SingletonSupplier.of(() -> ready(method));
        return environment -> ready.obtain().invoke(environment);
    }

    private DataFetcherHandlerMethod ready(Method method) {
        Object controller = obtainApplicationContext().getBean(method.getDeclaringClass());
        return new DataFetcherHandlerMethod(
                new HandlerMethod(controller, method), getArgumentResolvers(), validation(method), null, false, false);
    }

    private @Nullable BiConsumer<Object, @Nullable Object[]> validation(Method method) {
        MethodDescriptor constraints = validator
                .getConstraintsForClass(method.getDeclaringClass())
                .getConstraintsForMethod(method.getName(), method.getParameterTypes());
        return constraints == null || !constraints.hasConstrainedParameters()
                ? null
                : (controller, arguments) -> validate(controller, method, arguments);
    }

    private void validate(Object controller, Method method, @Nullable Object[] arguments) {
        Set<ConstraintViolation<Object>> violations =
                validator.forExecutables().validateParameters(controller, method, arguments);
        if (!violations.isEmpty()) {
            throw new ConstraintViolationException(violations);
        }
    }
}
