package com.tripsage.gateway.execution;

import com.tripsage.gateway.budget.Holding;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.ExecutionContext;
import java.util.List;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;

/**
 * The strategy of mutations: one field after the other, each reading what those before it wrote. After one has failed the
 * rest is not tried, because nothing of the document will stay.
 */
public final class MutationStrategy extends PlanStrategy {

    public MutationStrategy(Plans plans, List<BeforeFetching> steps, DataFetcherExceptionHandler exceptionHandler) {
        super(plans, steps, exceptionHandler);
    }

    @Override
    @Nullable
    Object run(Execution execution) {
        Holding memory = Holding.current();
        ExecutionContext context = execution.context();
        ObjectNode root = execution.rootNode();
        var fetching = new Fetching(execution, memory);
        var out = execution.buffer(memory);
        var writer = new ResultWriter(execution, out);
        out.sign('{');
        for (FieldPlan field : root.plan.fields) {
            context.getDataLoaderRegistry().getDataLoaders().forEach(DataLoader::clearAll);
            fetching.fetch(root, field);
            if (field != root.plan.fields[0]) {
                out.sign(',');
            }
            writer.field(root.plan, root.source, root, field);
            if (!context.getErrors().isEmpty()) {
                return null;
            }
        }
        out.sign('}');
        return execution.data(out);
    }
}
