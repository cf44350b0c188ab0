package com.tripsage.gateway.execution;

import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLType;
import java.util.Map;

/** The plan of a value, by the type of its field. */
sealed interface ValuePlan {

    /** Whether a null in its place makes a null of what it is part of. */
    boolean nonNull();

    /** Whether something below it is fetched. */
    boolean isVisited();

    /** The number of fields below it. */
    int size();

    /** The same value, where it may be null. */
    default ValuePlan nullable() {
        return switch (this) {
            case Leaf(boolean _, LeafWriter writer) -> new Leaf(false, writer);
            case Elements(boolean _, ValuePlan element) -> new Elements(false, element);
            case OneType(boolean _, ObjectPlan plan) -> new OneType(false, plan);
            case SomeType(boolean _, GraphQLType type, Map<GraphQLObjectType, ObjectPlan> plans) ->
                new SomeType(false, type, plans);
        };
    }

    /** A scalar or a constant of an enum. */
    record Leaf(boolean nonNull, LeafWriter writer) implements ValuePlan {

        @Override
        public int size() {
            return 0;
        }

        @Override
        public boolean isVisited() {
            return false;
        }
    }

    /** A list. */
    record Elements(boolean nonNull, ValuePlan element) implements ValuePlan {

        @Override
        public int size() {
            return element.size();
        }

        @Override
        public boolean isVisited() {
            return element.isVisited();
        }
    }

    /** An object whose type is known. */
    record OneType(boolean nonNull, ObjectPlan plan) implements ValuePlan {

        @Override
        public int size() {
            return plan.size;
        }

        @Override
        public boolean isVisited() {
            return plan.isVisited();
        }
    }

    /** An object of an interface or a union. */
    record SomeType(boolean nonNull, GraphQLType type, Map<GraphQLObjectType, ObjectPlan> plans) implements ValuePlan {

        @Override
        public int size() {
            return plans.values().stream().mapToInt(plan -> plan.size).sum();
        }

        @Override
        public boolean isVisited() {
            return plans.values().stream().anyMatch(ObjectPlan::isVisited);
        }
    }
}
