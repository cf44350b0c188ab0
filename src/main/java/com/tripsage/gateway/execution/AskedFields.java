package com.tripsage.gateway.execution;

import graphql.schema.FieldCoordinates;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a query asks for anywhere in its document, so that what is long is read only where somebody asks for it. Outside
 * of queries everything is asked for: a mutation needs whole rows itself.
 */
public record AskedFields(Set<FieldCoordinates> fields) {

    private static final ScopedValue<AskedFields> CURRENT = ScopedValue.newInstance();

    /** Whether the query that is executed on this thread asks for the field of a type. */
    public static boolean include(String type, String field) {
        return !CURRENT.isBound() || includeInQuery(type, field);
    }

    /** The same, of a query only. */
    public static boolean includeInQuery(String type, String field) {
        return CURRENT.isBound() && CURRENT.get().fields.contains(FieldCoordinates.coordinates(type, field));
    }

    /** Does what the query asks for. */
    @Nullable
    Object during(Supplier<? extends @Nullable Object> execution) {
        return ScopedValue.where(CURRENT, this).call(() -> execution.get());
    }

    static AskedFields below(ObjectPlan plan) {
        Set<FieldCoordinates> fields = new HashSet<>();
        add(plan, fields);
        return new AskedFields(Set.copyOf(fields));
    }

    private static void add(ObjectPlan plan, Set<FieldCoordinates> fields) {
        for (FieldPlan field : plan.fields) {
            fields.add(FieldCoordinates.coordinates(plan.type, field.definition));
            add(field.value, fields);
        }
    }

    private static void add(ValuePlan value, Set<FieldCoordinates> fields) {
        switch (value) {
            case ValuePlan.Leaf _ -> {}
            case ValuePlan.Elements(boolean _, ValuePlan element) -> add(element, fields);
            case ValuePlan.OneType(boolean _, ObjectPlan plan) -> add(plan, fields);
            case ValuePlan.SomeType some -> some.plans().values().forEach(plan -> add(plan, fields));
        }
    }
}
