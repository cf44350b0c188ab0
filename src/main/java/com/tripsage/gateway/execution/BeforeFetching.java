package com.tripsage.gateway.execution;

import graphql.GraphQLContext;
import graphql.schema.GraphQLFieldDefinition;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A step between the checks of an operation and its first data fetcher. */
public interface BeforeFetching {

    /**
     * Prepares what the root fields need; what it throws ends the operation.
     *
     * @return the data where it is known already, so that no field is fetched; null otherwise
     */
    @Nullable
    JsonData prepare(List<RootField> fields, GraphQLContext context);

    /**
     * A field at the root of an operation.
     *
     * @param arguments worked out when somebody asks for them
     */
    record RootField(GraphQLFieldDefinition definition, Supplier<Map<String, Object>> arguments) {

        public String name() {
            return definition.getName();
        }
    }
}
