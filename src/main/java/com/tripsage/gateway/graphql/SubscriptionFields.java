package com.tripsage.gateway.graphql;

import static java.util.Objects.requireNonNullElseGet;

import graphql.TrivialDataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.util.List;
import org.springframework.core.ResolvableType;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;
import org.springframework.graphql.execution.SelfDescribingDataFetcher;
import org.springframework.stereotype.Component;

/** The fields of the type Subscription, for the engine. */
@Component
final class SubscriptionFields implements RuntimeWiringConfigurer {

    private final List<SubscriptionField> fields;

    SubscriptionFields(List<SubscriptionField> fields) {
        this.fields = fields;
    }

    @Override
    public void configure(RuntimeWiring.Builder wiring) {
        fields.forEach(
                field -> wiring.type("Subscription", type -> type.dataFetcher(field.name(), new EventFetcher(field))));
    }

    /** Trivial in Spring's eyes only: it leaves alone what such a one returns, where it wants a Publisher of others. */
    private record EventFetcher(SubscriptionField field)
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
            SourceEvents root = environment.getGraphQlContext().get(SourceEvents.class);
            return requireNonNullElseGet(root.events(), () -> open(environment, root));
        }

        private List<?> open(DataFetchingEnvironment environment, SourceEvents root) {
            OperationScope scope = environment.getGraphQlContext().get(OperationScope.class);
            Object source = field.open(
                    scope.caller(),
                    environment.getArguments(),
                    root.resumeAfter() != null ? root.resumeAfter() : environment.getArgument("after"));
            String name = environment.getExecutionStepInfo().getResultKey();
            root.opened(source, EventSelection.of(name, environment.getSelectionSet()));
            return List.of();
        }
    }
}
