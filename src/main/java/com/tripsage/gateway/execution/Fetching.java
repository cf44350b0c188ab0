package com.tripsage.gateway.execution;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.Use;
import graphql.execution.ExecutionStepInfo;
import graphql.execution.FetchedValue;
import graphql.execution.UnresolvedTypeException;
import graphql.util.FpKit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fetching of all that data fetchers get, level by level: what data loaders are asked for by all objects of a level is
 * loaded at once. Objects without a data fetcher below them are not looked at.
 */
final class Fetching {

    /** The heap that a node takes, with what graphql-java makes for its fields. */
    private static final int NODE = 256;

    private final Execution execution;
    private final Holding memory;
    private final PropertyReader properties;
    private final Turn turn = new Turn();
    private List<Promise> promises = new ArrayList<>();

    Fetching(Execution execution, Holding memory) {
        this.execution = execution;
        this.memory = memory;
        this.properties = new PropertyReader(execution);
    }

    /** A value that a data loader still has to load. */
    private record Promise(ObjectNode node, FieldPlan field, CompletableFuture<?> value) {}

    /** Fetches all below an object. */
    void fetch(ObjectNode object) {
        for (FieldPlan field : object.plan.visited) {
            visit(object, field);
        }
        keepPromises();
    }

    /** Fetches one field of an object, and all below it. */
    void fetch(ObjectNode object, FieldPlan field) {
        if (field.isVisited()) {
            visit(object, field);
            keepPromises();
        }
    }

    private void keepPromises() {
        while (!promises.isEmpty()) {
            execution.load();
            List<Promise> level = promises;
            promises = new ArrayList<>();
            level.forEach(promise ->
                    settle(promise.node(), promise.field(), promise.value().join()));
        }
    }

    private void visit(ObjectNode node, FieldPlan field) {
        Object value = field.fetched ? fetched(node, field) : property(node, field);
        if (value instanceof CompletableFuture<?> promise && !promise.isDone()) {
            promises.add(new Promise(node, field, promise));
        } else {
            settle(node, field, value instanceof CompletableFuture<?> kept ? kept.join() : value);
        }
    }

    private @Nullable Object fetched(ObjectNode node, FieldPlan field) {
        return execution
                .strategy()
                .fetch(execution.context(), execution.ofField(node.step(), node.source, node.localContext, field));
    }

    private @Nullable Object property(ObjectNode node, FieldPlan field) {
        return properties.read(node.source, node.localContext, field, node::step);
    }

    private void settle(ObjectNode node, FieldPlan field, @Nullable Object fetched) {
        Object localContext = FetchedValue.getLocalContext(fetched, node.localContext);
        Object value = FetchedValue.getFetchedValue(fetched);
        node.values[field.slot] = field.value.isVisited()
                ? below(field, field.value, value, localContext, () -> execution.stepOfField(node.step(), field))
                : value;
    }

    /** The nodes of a value; what can't have any is left to whoever writes it. */
    private @Nullable Object below(
            FieldPlan field,
            ValuePlan plan,
            @Nullable Object value,
            @Nullable Object localContext,
            Supplier<ExecutionStepInfo> place) {
        return switch (plan) {
            case ValuePlan.Leaf _ -> value;
            case ValuePlan.Elements(boolean _, ValuePlan element)
            when value != null && FpKit.isIterable(value) -> elements(field, element, value, localContext, place);
            case ValuePlan.Elements _ -> value;
            case ValuePlan.OneType(boolean _, ObjectPlan object) ->
                value == null ? null : node(object, value, localContext, place);
            case ValuePlan.SomeType some -> value == null ? null : node(field, some, value, localContext, place);
        };
    }

    private List<@Nullable Object> elements(
            FieldPlan field,
            ValuePlan plan,
            Object list,
            @Nullable Object localContext,
            Supplier<ExecutionStepInfo> place) {
        var listPlace = new Memoized(place);
        List<@Nullable Object> nodes = new ArrayList<>();
        for (Object element : FpKit.toIterable(list)) {
            int index = nodes.size();
            Supplier<ExecutionStepInfo> elementPlace = () -> execution.stepOfElement(listPlace.get(), index);
            Object value = element;
            Object context = localContext;
            if (Property.isWrapped(element)) {
                Object unwrapped = execution
                        .strategy()
                        .unwrap(
                                execution.context(),
                                execution.ofValue(listPlace.get(), list, localContext, field),
                                element);
                value = FetchedValue.getFetchedValue(unwrapped);
                context = FetchedValue.getLocalContext(unwrapped, localContext);
            }
            nodes.add(below(field, plan, value, context, elementPlace));
        }
        return nodes;
    }

    private Object node(
            FieldPlan field,
            ValuePlan.SomeType some,
            Object value,
            @Nullable Object localContext,
            Supplier<ExecutionStepInfo> place) {
        ExecutionStepInfo step = place.get();
        try {
            return node(execution.planOf(some, value, localContext, field, step), value, localContext, () -> step);
        } catch (UnresolvedTypeException e) {
            return value;
        }
    }

    private ObjectNode node(
            ObjectPlan plan, Object value, @Nullable Object localContext, Supplier<ExecutionStepInfo> place) {
        memory.take(Use.ANSWER, NODE);
        turn.objectDone();
        var node = new ObjectNode(plan, value, localContext, () -> Execution.stepOfObject(place.get(), plan.type));
        for (FieldPlan field : plan.visited) {
            visit(node, field);
        }
        return node;
    }

    /** A place that is worked out once. */
    private static final class Memoized implements Supplier<ExecutionStepInfo> {

        private final Supplier<ExecutionStepInfo> maker;
        private @Nullable ExecutionStepInfo made;

        Memoized(Supplier<ExecutionStepInfo> maker) {
            this.maker = maker;
        }

        @Override
        public ExecutionStepInfo get() {
            if (made == null) {
                made = maker.get();
            }
            return made;
        }
    }
}
