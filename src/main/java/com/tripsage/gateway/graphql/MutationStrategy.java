package com.tripsage.gateway.graphql;

import graphql.execution.AsyncSerialExecutionStrategy;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStrategyParameters;
import graphql.execution.FieldValueInfo;
import graphql.schema.GraphQLScalarType;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;

/**
 * The strategy of mutations: one field after the other, each reading what those before it wrote. After one has failed the
 * rest is not tried, because nothing of the document will stay.
 */
final class MutationStrategy extends AsyncSerialExecutionStrategy {

    MutationStrategy(DataFetcherExceptionHandler exceptionHandler) {
        super(exceptionHandler);
    }

    @Override
    protected @Nullable Object resolveFieldWithInfo(ExecutionContext context, ExecutionStrategyParameters parameters) {
        if (!context.getErrors().isEmpty()) {
            return new FieldValueInfo(FieldValueInfo.CompleteValueType.NULL, (Object) null);
        }
        context.getDataLoaderRegistry().getDataLoaders().forEach(DataLoader::clearAll);
        return super.resolveFieldWithInfo(context, parameters);
    }

    @Override
    protected FieldValueInfo completeValue(ExecutionContext context, ExecutionStrategyParameters parameters) {
        AnswerSize.addValue();
        return super.completeValue(context, parameters);
    }

    @Override
    protected @Nullable Object completeValueForScalar(
            ExecutionContext context, ExecutionStrategyParameters parameters, GraphQLScalarType type, Object result) {
        return AnswerSize.counted(super.completeValueForScalar(context, parameters, type, result));
    }
}
