package com.tripsage.gateway.graphql;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.stereotype.Component;

/** Runs one operation on the calling thread and answers when it is done. */
@Component
public class GraphQlEngine {

    private final GraphQlSource source;

    GraphQlEngine(GraphQlSource source) {
        this.source = source;
    }

    /** The result, errors included. Throws only {@link MutationNotAllowed}. */
    public ExecutionResult execute(Operation operation) {
        return source.graphQl()
                .execute(ExecutionInput.newExecutionInput(operation.document())
                        .operationName(operation.name())
                        .variables(operation.variables())
                        .build());
    }
}
