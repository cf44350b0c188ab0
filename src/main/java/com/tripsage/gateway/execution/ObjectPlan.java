package com.tripsage.gateway.execution;

import graphql.schema.GraphQLObjectType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The plan of the objects of one type at one place of a document: their fields, with fragments merged and directives applied. */
final class ObjectPlan {

    final GraphQLObjectType type;
    final FieldPlan[] fields;

    /** The fields that are fetched before anything is written, or have such fields below them. */
    final FieldPlan[] visited;

    /** The bytes of its latest result, which the next one is likely to have. */
    int resultSize;

    /** The number of fields in it and below. */
    final int size;

    private volatile @Nullable AskedFields asked;

    ObjectPlan(GraphQLObjectType type, List<FieldPlan> fields) {
        this.type = type;
        this.fields = fields.toArray(FieldPlan[]::new);
        this.visited = Arrays.stream(this.fields).filter(FieldPlan::isVisited).toArray(FieldPlan[]::new);
        this.size = fields.stream().mapToInt(field -> 1 + field.value.size()).sum();
        for (int slot = 0; slot < visited.length; slot++) {
            visited[slot].slot = slot;
        }
    }

    /** What is asked for in it and below, worked out when somebody wants to know. */
    AskedFields asked() {
        AskedFields known = asked;
        if (known == null) {
            known = AskedFields.below(this);
            asked = known;
        }
        return known;
    }

    boolean isVisited() {
        return visited.length > 0;
    }
}
