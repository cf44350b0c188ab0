package com.tripsage.gateway.execution;

import com.tripsage.gateway.budget.Holding;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStepInfo;
import graphql.execution.ExecutionStrategyParameters;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The strategy of subscriptions: a document is run on several source events at once, as if its field were a list of them, so
 * that what they refer to is loaded together. Its data is a list with the data of each.
 */
public final class SubscriptionStrategy extends PlanStrategy {

    public SubscriptionStrategy(Plans plans, List<BeforeFetching> steps, DataFetcherExceptionHandler exceptionHandler) {
        super(plans, steps, exceptionHandler);
    }

    @Override
    @Nullable
    List<@Nullable EventData> run(Execution execution) {
        Holding memory = Holding.current();
        ObjectNode root = execution.rootNode();
        new Fetching(execution, memory).fetch(root);
        FieldPlan field = root.plan.fields[0];
        if (!(root.values[field.slot] instanceof List<?> events)) {
            return null;
        }
        List<@Nullable EventData> data = new ArrayList<>(events.size());
        for (Object event : events) {
            var out = execution.buffer(memory);
            var writer = new ResultWriter(execution, out);
            data.add(
                    writer.event(root, field, event, data.size()) == ResultWriter.Outcome.WRITTEN
                            ? new EventData(execution.data(out), writer.lacksObjects())
                            : null);
        }
        return data;
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
