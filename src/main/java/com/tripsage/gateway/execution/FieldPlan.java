package com.tripsage.gateway.execution;

import graphql.execution.MergedField;
import graphql.schema.GraphQLFieldDefinition;
import org.jspecify.annotations.Nullable;

/** The plan of a field of an object. */
final class FieldPlan {

    final MergedField field;
    final GraphQLFieldDefinition definition;

    /** The name in the result, as JSON, with its colon. */
    final byte[] key;

    /** The result of a field that is the same for every object, as JSON; null for all others. */
    final byte @Nullable [] constant;

    /** Whether a data fetcher gets it. The others are properties of their objects, and read when they are written. */
    final boolean fetched;

    final ValuePlan value;

    /** The place of what was fetched among that of other fields of the object. */
    int slot = -1;

    private volatile @Nullable Property property;

    FieldPlan(
            MergedField field,
            GraphQLFieldDefinition definition,
            byte @Nullable [] constant,
            boolean fetched,
            ValuePlan value) {
        this.field = field;
        this.definition = definition;
        this.key = JsonBuffer.key(field.getResultKey());
        this.constant = constant;
        this.fetched = fetched;
        this.value = value;
    }

    /** The same field, got for several events at once. */
    FieldPlan ofEvents() {
        return new FieldPlan(field, definition, constant, fetched, new ValuePlan.Elements(false, value.nullable()));
    }

    boolean isVisited() {
        return fetched || value.isVisited();
    }

    /** The property of objects of this class; null where only graphql-java knows how to read it. */
    @Nullable
    Property propertyOf(Class<?> type) {
        Property known = property;
        if (known == null || known.type() != type) {
            known = Property.of(type, definition.getName());
            property = known;
        }
        return known.isReadable() ? known : null;
    }
}
