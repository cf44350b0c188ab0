package com.tripsage.gateway.live;

import com.tripsage.gateway.graphql.QueryStrategy;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStepInfo;
import graphql.execution.ExecutionStrategyParameters;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLTypeUtil;

/**
 * The strategy of subscriptions: a document is run on several source events at once, as if its field were a list of them, so
 * that what they refer to is loaded together.
 */
final class SubscriptionStrategy extends QueryStrategy {

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
}
