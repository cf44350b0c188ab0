package com.tripsage.gateway.execution;

import graphql.execution.ExecutionStepInfo;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An object of a result below which something is fetched, with what has been fetched of it. */
final class ObjectNode {

    final ObjectPlan plan;
    final @Nullable Object source;
    final @Nullable Object localContext;

    /** By the slots of the fields that are visited: a value, a node, or a list of either. */
    final @Nullable Object[] values;

    private final Supplier<ExecutionStepInfo> step;
    private @Nullable ExecutionStepInfo made;

    /**
     * A node without values.
     *
     * @param step makes what graphql-java has to know of its place when a field of it is fetched
     */
    ObjectNode(
            ObjectPlan plan, @Nullable Object source, @Nullable Object localContext, Supplier<ExecutionStepInfo> step) {
        this.plan = plan;
        this.source = source;
        this.localContext = localContext;
        this.values = new Object[plan.visited.length];
        this.step = step;
    }

    ExecutionStepInfo step() {
        if (made == null) {
            made = step.get();
        }
        return made;
    }
}
