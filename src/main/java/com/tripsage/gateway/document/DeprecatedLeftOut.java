package com.tripsage.gateway.document;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironmentImpl;
import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLSchemaElement;
import graphql.schema.GraphQLTypeVisitorStub;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The default of introspection's {@code includeDeprecated}, false, also where a client sends null: the type allows it, and
 * graphql-java's own data fetchers fail on it.
 */
final class DeprecatedLeftOut extends GraphQLTypeVisitorStub {

    private static final String ARGUMENT = "includeDeprecated";

    @Override
    public TraversalControl visitGraphQLFieldDefinition(
            GraphQLFieldDefinition field, TraverserContext<GraphQLSchemaElement> context) {
        if (context.getParentNode() instanceof GraphQLNamedType parent
                && parent.getName().startsWith("__")
                && field.getArgument(ARGUMENT) != null) {
            GraphQLCodeRegistry.Builder code = context.getVarFromParents(GraphQLCodeRegistry.Builder.class);
            FieldCoordinates coordinates = FieldCoordinates.coordinates(parent.getName(), field.getName());
            code.dataFetcher(coordinates, withDefault(code.getDataFetcher(coordinates, field)));
        }
        return TraversalControl.CONTINUE;
    }

    private static DataFetcher<?> withDefault(DataFetcher<?> fetcher) {
        return environment -> {
            Map<String, @Nullable Object> arguments = new HashMap<>(environment.getArguments());
            arguments.putIfAbsent(ARGUMENT, false);
            return fetcher.get(DataFetchingEnvironmentImpl.newDataFetchingEnvironment(environment)
                    .arguments(arguments)
                    .build());
        };
    }
}
