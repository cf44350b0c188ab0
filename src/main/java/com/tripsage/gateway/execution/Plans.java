package com.tripsage.gateway.execution;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.execution.ExecutionContext;
import graphql.language.OperationDefinition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.util.unit.DataSize;

/**
 * The plans of operations, kept for as long as their documents are, and no more of them than there is memory for. An
 * operation has one for each combination of its conditions that was asked for.
 */
public final class Plans {

    /** The heap that the plan of a field takes. */
    private static final int FIELD = 256;

    /** As many combinations as are kept of an operation; others are compiled at each execution. */
    private static final int MOST = 16;

    private final Cache<OperationDefinition, OfOperation> operations;

    public Plans(DataSize most) {
        this.operations = Caffeine.newBuilder()
                .weakKeys()
                .maximumWeight(most.toBytes())
                .weigher((OperationDefinition _, OfOperation plans) -> plans.bytes())
                .build();
    }

    /** The plan of the operation that is executed. */
    ObjectPlan get(ExecutionContext context, Supplier<ObjectPlan> compiler) {
        OperationDefinition operation = context.getOperationDefinition();
        OfOperation known =
                operations.get(operation, _ -> new OfOperation(Conditions.of(operation, context), Map.of()));
        List<Boolean> values = known.values(context);
        ObjectPlan plan = known.byValues.get(values);
        if (plan == null) {
            plan = compiler.get();
            if (known.byValues.size() < MOST) {
                operations.put(operation, known.with(values, plan));
            }
        }
        return plan;
    }

    /**
     * The plans of one operation.
     *
     * @param conditions the variables that decide which fields it has
     * @param byValues its plans by the values of those variables
     */
    private record OfOperation(List<String> conditions, Map<List<Boolean>, ObjectPlan> byValues) {

        List<Boolean> values(ExecutionContext context) {
            return conditions.isEmpty()
                    ? List.of()
                    : conditions.stream()
                            .map(name -> Boolean.TRUE.equals(
                                    context.getCoercedVariables().get(name)))
                            .toList();
        }

        OfOperation with(List<Boolean> values, ObjectPlan plan) {
            var more = new HashMap<>(byValues);
            more.put(values, plan);
            return new OfOperation(conditions, Map.copyOf(more));
        }

        int bytes() {
            return FIELD
                    * (1
                            + byValues.values().stream()
                                    .mapToInt(plan -> plan.size)
                                    .sum());
        }
    }
}
