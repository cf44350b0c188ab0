package com.tripsage.gateway.live;

import static java.util.Objects.requireNonNullElse;

import com.tripsage.gateway.refusal.CodedError;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The result of a run on several source events, split into one for each of them. */
final class SplitResult {

    private SplitResult() {}

    /** As many results as there were events. A failure of the whole is one of each. */
    static List<ExecutionResult> of(ExecutionResult whole, int count) {
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
                .filter(error -> isAbout(event, path(error)))
                .map(SplitResult::withoutIndex)
                .toList();
    }

    private static boolean isAbout(int event, List<Object> path) {
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
