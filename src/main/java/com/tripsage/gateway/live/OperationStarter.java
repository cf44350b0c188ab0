package com.tripsage.gateway.live;

import com.tripsage.gateway.graphql.GraphQlEngine;
import com.tripsage.gateway.graphql.Operation;
import com.tripsage.gateway.graphql.ResultJson;
import com.tripsage.gateway.security.Caller;
import graphql.ExecutionResult;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class OperationStarter implements LiveOperations {

    private final GraphQlEngine engine;

    OperationStarter(GraphQlEngine engine) {
        this.engine = engine;
    }

    @Override
    public LiveOperation start(Operation operation, Outlet outlet) throws IOException {
        ExecutionResult result = engine.execute(operation);
        if (result.isDataPresent()) {
            outlet.next(ResultJson.text(result.toSpecification()), null);
            outlet.complete();
        } else {
            outlet.error(ResultJson.text(
                    Objects.requireNonNull(result.toSpecification().get("errors"))));
        }
        return new Finished();
    }

    /** A query or a mutation, which is over when it has been started. */
    private static class Finished implements LiveOperation {

        @Override
        public void renew(Caller caller) {}

        @Override
        public void cancel() {}

        @Override
        public @Nullable String cursor() {
            return null;
        }
    }
}
