package com.tripsage.gateway.live;

import com.tripsage.gateway.graphql.OperationScope;
import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The root of one run of a subscription's document: its first run opens the feed, and each later one has events of it. */
sealed interface DocumentRoot {

    /** Some of a feed's events, in the words of GraphQL's specification. */
    record SourceEvents(List<?> events) implements DocumentRoot {}

    /** The beginning of a subscription, with the feed that its field has opened and the fields that it asks for. */
    final class Opening implements DocumentRoot {

        private final @Nullable String resumeAfter;
        private @Nullable Feed feed;
        private @Nullable RequestedFields fields;

        /**
         * An opening that has still to be run.
         *
         * @param resumeAfter the cursor that the transport knows; it goes before the field's argument
         */
        Opening(@Nullable String resumeAfter) {
            this.resumeAfter = resumeAfter;
        }

        void open(SubscriptionField field, DataFetchingEnvironment environment) {
            OperationScope scope = environment.getGraphQlContext().get(OperationScope.class);
            feed = field.open(
                    scope.caller(),
                    environment.getArguments(),
                    resumeAfter != null ? resumeAfter : environment.getArgument("after"));
            fields = RequestedFields.of(
                    environment.getExecutionStepInfo().getResultKey(), environment.getSelectionSet());
        }

        Feed feed() {
            return Objects.requireNonNull(feed);
        }

        RequestedFields fields() {
            return Objects.requireNonNull(fields);
        }
    }
}
