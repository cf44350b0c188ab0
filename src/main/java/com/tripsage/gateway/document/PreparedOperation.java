package com.tripsage.gateway.document;

import graphql.GraphQLError;
import graphql.language.OperationDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation that can be executed, or why it can't.
 *
 * @param definition null when there are errors
 * @param cost what it is expected to cost with its variables; 0 where the document itself is refused
 */
public record PreparedOperation(
        @Nullable OperationDefinition definition, long cost, List<? extends GraphQLError> errors) {

    public static PreparedOperation refused(List<? extends GraphQLError> errors) {
        return new PreparedOperation(null, 0, errors);
    }
}
