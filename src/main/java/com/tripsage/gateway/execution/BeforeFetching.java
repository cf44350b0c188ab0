package com.tripsage.gateway.execution;

import graphql.GraphQLContext;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A step between the checks of an operation and its first data fetcher. */
public interface BeforeFetching {

    /** Prepares what the root fields need; what it throws ends the operation. */
    void prepare(List<RootField> fields, GraphQLContext context);

    /**
     * A field at the root of an operation.
     *
     * @param arguments worked out when somebody asks for them
     */
    record RootField(String name, Supplier<Map<String, Object>> arguments) {}
}
