package com.tripsage.gateway.document;

import graphql.GraphQLError;
import graphql.language.OperationDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of an operation's checks: it can be run, or has errors. Its document stays in the cache, which bounds what
 * documents take of the heap.
 *
 * @param type null when there are errors
 * @param cost what it is expected to cost with its variables; 0 where the document itself is refused
 */
public record CheckedOperation(
        OperationDefinition.@Nullable Operation type, long cost, List<? extends GraphQLError> errors) {

    public static CheckedOperation refused(List<? extends GraphQLError> errors) {
        return new CheckedOperation(null, 0, errors);
    }
}
