package com.tripsage.gateway.execution;

import com.tripsage.gateway.budget.Holding;
import graphql.execution.DataFetcherExceptionHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The strategy of queries: all their fields are fetched together, and what is long only where they ask for it. */
public final class QueryStrategy extends PlanStrategy {

    public QueryStrategy(Plans plans, List<BeforeFetching> steps, DataFetcherExceptionHandler exceptionHandler) {
        super(plans, steps, exceptionHandler);
    }

    @Override
    @Nullable
    Object run(Execution execution) {
        return execution.plan().asked().during(() -> data(execution));
    }

    private static @Nullable Object data(Execution execution) {
        Holding memory = Holding.current();
        ObjectNode root = execution.rootNode();
        new Fetching(execution, memory).fetch(root);
        var out = execution.buffer(memory);
        return new ResultWriter(execution, out).root(root) == ResultWriter.Outcome.FAILED ? null : execution.data(out);
    }
}
