package com.tripsage.gateway.graphql;

import graphql.execution.AsyncExecutionStrategy;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStrategyParameters;
import graphql.execution.FieldValueInfo;
import graphql.schema.GraphQLScalarType;
import org.jspecify.annotations.Nullable;

/** Queries, whose answers are measured while they are made. */
final class QueryStrategy extends AsyncExecutionStrategy {

    QueryStrategy(DataFetcherExceptionHandler exceptionHandler) {
        super(exceptionHandler);
    }

    @Override
    protected FieldValueInfo completeValue(ExecutionContext context, ExecutionStrategyParameters parameters) {
        AnswerSize.addValue();
        return super.completeValue(context, parameters);
    }

    @Override
    protected @Nullable Object completeValueForScalar(
            ExecutionContext context, ExecutionStrategyParameters parameters, GraphQLScalarType type, Object result) {
        Object value = super.completeValueForScalar(context, parameters, type, result);
        AnswerSize.add(value);
        return value;
    }
}
