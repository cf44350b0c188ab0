package com.tripsage.gateway.execution;

import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStepInfo;
import graphql.execution.FetchedValue;
import graphql.execution.UnresolvedTypeException;
import graphql.schema.CoercingSerializeException;
import graphql.util.FpKit;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The writer of a result, depth first, from what was fetched and from the properties of objects. Where a null may not be, all
 * that was written of the nearest value that may be null is taken back; what stands beside it is still written, for its errors.
 */
final class ResultWriter {

    /** The depth of the fields of a subscription's event: below its field, and its place among other events. */
    private static final int OF_EVENT = 3;

    private final Execution execution;
    private final ExecutionContext context;
    private final PropertyReader properties;
    private final JsonBuffer out;
    private final Turn turn = new Turn();

    /** The way to the value that is being written: for each step a field of an object, or the index of an element. */
    private @Nullable ObjectPlan[] objects = new ObjectPlan[32];

    private @Nullable FieldPlan[] fields = new FieldPlan[32];
    private int[] indexes = new int[32];
    private int depth;

    private boolean lacksObjects;

    ResultWriter(Execution execution, JsonBuffer out) {
        this.execution = execution;
        this.context = execution.context();
        this.properties = new PropertyReader(execution);
        this.out = out;
    }

    /** What has become of a value. */
    enum Outcome {
        WRITTEN,
        NULL,

        /** A null that may not be. What was written of the value has still to be taken back. */
        FAILED
    }

    /** Whether an object that an event has was null. */
    boolean lacksObjects() {
        return lacksObjects;
    }

    /** Writes the root of an operation. */
    Outcome root(ObjectNode node) {
        return object(node.plan, node.source, node);
    }

    /** Writes an event of a subscription, the n-th of those that were fetched together. */
    Outcome event(ObjectNode root, FieldPlan field, Object event, int index) {
        lacksObjects = false;
        enter(root.plan, field, 0);
        enter(null, null, index);
        out.sign('{');
        out.raw(field.key);
        Outcome outcome = value(field, ((ValuePlan.Elements) field.value).element(), event);
        out.sign('}');
        depth -= 2;
        return outcome;
    }

    private Outcome object(ObjectPlan plan, @Nullable Object source, @Nullable ObjectNode node) {
        turn.objectDone();
        out.sign('{');
        boolean failed = false;
        boolean isFirst = true;
        for (FieldPlan field : plan.fields) {
            if (!isFirst) {
                out.sign(',');
            }
            isFirst = false;
            failed |= field(plan, source, node, field) == Outcome.FAILED;
        }
        out.sign('}');
        return failed ? Outcome.FAILED : Outcome.WRITTEN;
    }

    /** Writes one field of an object, with its name. */
    Outcome field(ObjectPlan plan, @Nullable Object source, @Nullable ObjectNode node, FieldPlan field) {
        out.raw(field.key);
        if (field.constant != null) {
            out.raw(field.constant);
            return Outcome.WRITTEN;
        }
        enter(plan, field, 0);
        Object value = node != null && field.slot >= 0 ? node.values[field.slot] : property(source, field);
        Outcome outcome = value(field, field.value, value);
        if (outcome == Outcome.NULL && depth == OF_EVENT && !isOfLeaves(field.value)) {
            lacksObjects = true;
        }
        depth--;
        return outcome;
    }

    private static boolean isOfLeaves(ValuePlan plan) {
        return switch (plan) {
            case ValuePlan.Leaf _ -> true;
            case ValuePlan.Elements(boolean _, ValuePlan element) -> isOfLeaves(element);
            default -> false;
        };
    }

    private @Nullable Object property(@Nullable Object source, FieldPlan field) {
        Object value = properties.read(source, null, field, () -> stepOfObject(depth - 1));
        if (value instanceof CompletableFuture<?> promise) {
            execution.load();
            value = promise.join();
        }
        return FetchedValue.getFetchedValue(value);
    }

    private Outcome value(FieldPlan field, ValuePlan plan, @Nullable Object value) {
        if (value == null) {
            return plan.nonNull() ? refused(field, null) : written(Outcome.NULL);
        }
        int mark = out.length();
        Outcome outcome =
                switch (plan) {
                    case ValuePlan.Leaf(boolean _, LeafWriter leaf) -> leaf(field, leaf, value);
                    case ValuePlan.OneType(boolean _, ObjectPlan object) ->
                        value instanceof ObjectNode node ? root(node) : object(object, value, null);
                    case ValuePlan.Elements(boolean _, ValuePlan element) -> elements(field, element, value);
                    case ValuePlan.SomeType some ->
                        value instanceof ObjectNode node ? root(node) : someObject(field, some, value);
                };
        if (outcome != Outcome.FAILED) {
            return outcome;
        }
        out.truncate(mark);
        return plan.nonNull() ? Outcome.FAILED : written(Outcome.NULL);
    }

    private Outcome written(Outcome nothing) {
        out.nothing();
        return nothing;
    }

    private Outcome leaf(FieldPlan field, LeafWriter leaf, Object value) {
        try {
            if (leaf.write(value, out, context.getGraphQLContext(), context.getLocale())) {
                return Outcome.WRITTEN;
            }
        } catch (CoercingSerializeException e) {
            // graphql-java says it
        }
        return refused(field, value);
    }

    private Outcome elements(FieldPlan field, ValuePlan plan, Object list) {
        if (!FpKit.isIterable(list)) {
            return refused(field, list);
        }
        out.sign('[');
        enter(null, null, -1);
        boolean failed = false;
        for (Object element : FpKit.toIterable(list)) {
            if (++indexes[depth - 1] > 0) {
                out.sign(',');
            }
            failed |= value(field, plan, unwrapped(field, element)) == Outcome.FAILED;
        }
        depth--;
        out.sign(']');
        return failed ? Outcome.FAILED : Outcome.WRITTEN;
    }

    private @Nullable Object unwrapped(FieldPlan field, @Nullable Object element) {
        return Property.isWrapped(element)
                ? FetchedValue.getFetchedValue(execution
                        .strategy()
                        .unwrap(context, execution.ofValue(step(depth), element, null, field), element))
                : element;
    }

    private Outcome someObject(FieldPlan field, ValuePlan.SomeType some, Object value) {
        try {
            return object(execution.planOf(some, value, null, field, step(depth)), value, null);
        } catch (UnresolvedTypeException e) {
            return refused(field, value);
        }
    }

    /** Has graphql-java say what is wrong with a value, and writes the null that it becomes, where that may be. */
    private Outcome refused(FieldPlan field, @Nullable Object value) {
        boolean mayBe = execution.strategy().complete(context, execution.ofValue(step(depth), value, null, field));
        return mayBe ? written(Outcome.NULL) : Outcome.FAILED;
    }

    private void enter(@Nullable ObjectPlan object, @Nullable FieldPlan field, int index) {
        if (depth == fields.length) {
            objects = Arrays.copyOf(objects, 2 * depth);
            fields = Arrays.copyOf(fields, 2 * depth);
            indexes = Arrays.copyOf(indexes, 2 * depth);
        }
        objects[depth] = object;
        fields[depth] = field;
        indexes[depth] = index;
        depth++;
    }

    /** The place that so many steps lead to. */
    private ExecutionStepInfo step(int steps) {
        if (steps == 0) {
            return execution.root().getExecutionStepInfo();
        }
        FieldPlan field = fields[steps - 1];
        return field == null
                ? execution.stepOfElement(step(steps - 1), indexes[steps - 1])
                : execution.stepOfField(stepOfObject(steps - 1), field);
    }

    /** The same, of the object whose field the next step is. */
    private ExecutionStepInfo stepOfObject(int steps) {
        return Execution.stepOfObject(step(steps), Objects.requireNonNull(objects[steps]).type);
    }
}
