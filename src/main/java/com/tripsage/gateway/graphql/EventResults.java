package com.tripsage.gateway.graphql;

import static java.util.Objects.requireNonNullElse;

import com.tripsage.gateway.refusal.CodedError;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The result of a list of events, told apart. */
final class EventResults {

    private EventResults() {}

    /** As many results as there were events: what failed as a whole failed for each of them. */
    static List<ExecutionResult> split(ExecutionResult whole, int count) {
        Map<String, List<@Nullable Object>> data = whole.getData();
        if (data == null) {
            return Collections.nCopies(count, whole);
        }
        Map.Entry<String, List<@Nullable Object>> root =
                data.entrySet().iterator().next();
        List<ExecutionResult> results = new ArrayList<>(count);
        for (int n = 0; n < count; n++) {
            Object event = root.getValue().get(n);
            results.add(ExecutionResult.newExecutionResult()
                    .data(event == null ? null : Map.of(root.getKey(), event))
                    .errors(errors(whole.getErrors(), n))
                    .build());
        }
        return results;
    }

    private static List<GraphQLError> errors(List<GraphQLError> errors, int event) {
        return errors.stream()
                .filter(error -> isOf(event, path(error)))
                .map(EventResults::withoutIndex)
                .toList();
    }

    private static boolean isOf(int event, List<Object> path) {
        return path.size() < 2 || path.get(1).equals(event);
    }

    private static GraphQLError withoutIndex(GraphQLError error) {
        List<Object> path = new ArrayList<>(path(error));
        if (path.size() > 1) {
            path.remove(1);
        }
        return new CodedError(
                error.getMessage(),
                requireNonNullElse(error.getLocations(), List.of()),
                path,
                requireNonNullElse(error.getExtensions(), Map.of()));
    }

    private static List<Object> path(GraphQLError error) {
        return requireNonNullElse(error.getPath(), List.of());
    }
}
