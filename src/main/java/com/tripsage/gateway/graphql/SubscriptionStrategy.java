package com.tripsage.gateway.graphql;

import graphql.execution.AsyncExecutionStrategy;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStepInfo;
import graphql.execution.ExecutionStrategyParameters;
import graphql.execution.FieldValueInfo;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLTypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * Runs a subscription's document on several events at once, as if its field were a list of them, so that what they refer
 * to is loaded together.
 */
final class SubscriptionStrategy extends AsyncExecutionStrategy {

    SubscriptionStrategy(DataFetcherExceptionHandler exceptionHandler) {
        super(exceptionHandler);
    }

    @Override
    protected ExecutionStepInfo createExecutionStepInfo(
            ExecutionContext context,
            ExecutionStrategyParameters parameters,
            GraphQLFieldDefinition field,
            GraphQLObjectType container) {
        ExecutionStepInfo info = super.createExecutionStepInfo(context, parameters, field, container);
        if (info.getPath().getLevel() > 1) {
            return info;
        }
        return info.transform(
                builder -> builder.type(GraphQLList.list(GraphQLTypeUtil.unwrapNonNull(field.getType()))));
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
