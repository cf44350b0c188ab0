package com.tripsage.gateway.document;

import graphql.GraphQLError;
import graphql.language.OperationDefinition;
import java.util.List;
import java.util.concurrent.atomic.LongAccumulator;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of an operation's checks: it can be run, or has errors. Its document stays in the cache, which bounds what
 * documents take of the heap.
 *
 * @param type null when there are errors
 * @param name its name in the document; null where it has none, or when there are errors
 * @param cost what it is expected to cost with its variables; 0 where the document itself is refused
 * @param scopes what its caller needs, who has them already
 * @param mostStatements the most statements that a run of it has sent, remembered with its document
 */
public record CheckedOperation(
        OperationDefinition.@Nullable Operation type,
        @Nullable String name,
        long cost,
        NeededScopes scopes,
        LongAccumulator mostStatements,
        List<? extends GraphQLError> errors) {

    public static CheckedOperation refused(List<? extends GraphQLError> errors) {
        return refused(0, errors);
    }

    static CheckedOperation refused(long cost, List<? extends GraphQLError> errors) {
        return new CheckedOperation(null, null, cost, NeededScopes.NONE, new LongAccumulator(Math::max, 0), errors);
    }
}
