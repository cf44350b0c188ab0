package com.tripsage.gateway.graphql;

import graphql.execution.AsyncExecutionStrategy;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStrategyParameters;
import graphql.execution.FieldValueInfo;
import graphql.schema.GraphQLScalarType;
import org.jspecify.annotations.Nullable;

/** The strategy of queries, and of whatever else resolves the fields of an object at once: it counts the answer while it is made. */
public class QueryStrategy extends AsyncExecutionStrategy {

    public QueryStrategy(DataFetcherExceptionHandler exceptionHandler) {
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
        return AnswerSize.counted(super.completeValueForScalar(context, parameters, type, result));
    }
}
