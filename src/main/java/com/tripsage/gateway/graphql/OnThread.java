package com.tripsage.gateway.graphql;

import graphql.TrivialDataFetcher;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLSchemaElement;
import graphql.schema.GraphQLTypeVisitor;
import graphql.schema.GraphQLTypeVisitorStub;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.execution.TypeVisitorHelper;
import reactor.core.publisher.Mono;

/**
 * A data fetcher that Spring leaves as it is. Others take, at each call, a snapshot of the thread's context, which lets them go on
 * elsewhere; an operation stays on its thread. What Spring makes a Mono of, a promise or a failure, is a promise again.
 */
record OnThread(DataFetcher<?> fetcher) implements TrivialDataFetcher<Object> {

    /** A visitor that makes one of each of Spring's data fetchers, after other visitors have made theirs. */
    static GraphQLTypeVisitor visitor(UnaryOperator<DataFetcher<?>> before) {
        return new GraphQLTypeVisitorStub() {

            @Override
            public TraversalControl visitGraphQLFieldDefinition(
                    GraphQLFieldDefinition field, TraverserContext<GraphQLSchemaElement> context) {
                GraphQLCodeRegistry.Builder code = context.getVarFromParents(GraphQLCodeRegistry.Builder.class);
                GraphQLFieldsContainer parent = (GraphQLFieldsContainer) context.getParentNode();
                FieldCoordinates place = FieldCoordinates.coordinates(parent, field);
                DataFetcher<?> fetcher = code.getDataFetcher(place, field);
                boolean isSprings = fetcher.getClass().getPackageName().startsWith("org.springframework.graphql");
                if (isSprings
                        && !context.getVarFromParents(TypeVisitorHelper.class).isSubscriptionType(parent)) {
                    code.dataFetcher(place, new OnThread(before.apply(fetcher)));
                }
                return TraversalControl.CONTINUE;
            }
        };
    }

    @Override
    public @Nullable Object get(DataFetchingEnvironment environment) throws Exception {
        Object value = fetcher.get(environment);
        return value instanceof Mono<?> promise ? promise.toFuture() : value;
    }
}
