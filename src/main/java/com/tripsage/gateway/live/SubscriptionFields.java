package com.tripsage.gateway.live;

import com.tripsage.gateway.live.DocumentRoot.Opening;
import com.tripsage.gateway.live.DocumentRoot.SourceEvents;
import graphql.TrivialDataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.util.List;
import org.springframework.core.ResolvableType;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;
import org.springframework.graphql.execution.SelfDescribingDataFetcher;
import org.springframework.stereotype.Component;

/** The data fetchers of the fields of the type Subscription. */
@Component
final class SubscriptionFields implements RuntimeWiringConfigurer {

    private final List<SubscriptionField> fields;

    SubscriptionFields(List<SubscriptionField> fields) {
        this.fields = fields;
    }

    @Override
    public void configure(RuntimeWiring.Builder wiring) {
        fields.forEach(
                field -> wiring.type("Subscription", type -> type.dataFetcher(field.name(), new SourceFetcher(field))));
    }

    /**
     * The data fetcher of a subscription's field. Marked as trivial so that Spring leaves alone what it returns, and does not
     * insist on a Publisher.
     */
    private record SourceFetcher(SubscriptionField field)
            implements TrivialDataFetcher<List<?>>, SelfDescribingDataFetcher<List<?>> {

        @Override
        public String getDescription() {
            return "subscription " + field.name();
        }

        @Override
        public ResolvableType getReturnType() {
            return ResolvableType.forClass(field.eventType());
        }

        @Override
        public List<?> get(DataFetchingEnvironment environment) {
            DocumentRoot root = environment.getGraphQlContext().get(DocumentRoot.class);
            return switch (root) {
                case Opening opening -> {
                    opening.open(field, environment);
                    yield List.of();
                }
                case SourceEvents(List<?> events) -> events;
            };
        }
    }
}
