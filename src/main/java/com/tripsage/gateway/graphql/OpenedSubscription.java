package com.tripsage.gateway.graphql;

import graphql.GraphQLError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subscription that is about to begin, or why it can't.
 *
 * @param source what its field's {@link SubscriptionField#open} returned; null when there are errors
 * @param selection what it asks for; null when there are errors
 */
public record OpenedSubscription(
        @Nullable Object source, @Nullable EventSelection selection, List<GraphQLError> errors) {}
