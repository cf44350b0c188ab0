package com.tripsage.gateway.execution;

import graphql.execution.ExecutionStepInfo;
import graphql.execution.ExecutionStrategyParameters;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The reader of the properties of objects, by their getters; by graphql-java where that has to look further. */
record PropertyReader(Execution execution) {

    /**
     * A property of an object, or a promise of it.
     *
     * @param step makes the place of the object
     */
    @SuppressWarnings("FutureReturnValueIgnored") // it is the value
    @Nullable
    Object read(
            @Nullable Object source, @Nullable Object localContext, FieldPlan field, Supplier<ExecutionStepInfo> step) {
        Property property = source == null ? null : field.propertyOf(source.getClass());
        if (source == null || property == null || property.getter() == null) {
            return execution
                    .strategy()
                    .fetch(execution.context(), execution.ofField(step.get(), source, localContext, field));
        }
        try {
            Object value = property.getter().apply(source);
            return property.plain() || !Property.isWrapped(value)
                    ? value
                    : unwrapped(value, execution.ofField(step.get(), source, localContext, field));
        } catch (RuntimeException e) {
            ExecutionStrategyParameters parameters = execution.ofField(step.get(), source, localContext, field);
            return execution
                    .strategy()
                    .failure(execution.context(), parameters, field, e)
                    .thenApply(result -> unwrapped(result, parameters));
        }
    }

    private @Nullable Object unwrapped(@Nullable Object value, ExecutionStrategyParameters parameters) {
        return value instanceof CompletionStage<?> promise
                ? promise.toCompletableFuture().thenApply(kept -> unwrapped(kept, parameters))
                : execution.strategy().unwrap(execution.context(), parameters, value);
    }
}
