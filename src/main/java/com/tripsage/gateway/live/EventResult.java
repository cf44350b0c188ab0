package com.tripsage.gateway.live;

import static java.util.Objects.requireNonNullElse;

import com.tripsage.gateway.execution.EventData;
import com.tripsage.gateway.refusal.CodedError;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of one event, of those on which a document was run together.
 *
 * @param lacksObjects whether an object that the event refers to is missing
 */
record EventResult(ExecutionResult result, boolean lacksObjects) {

    /** As many results as there were events. A failure of the whole is one of each. */
    static List<EventResult> split(ExecutionResult whole, int count) {
        List<@Nullable EventData> data = whole.getData();
        if (data == null) {
            return Collections.nCopies(count, new EventResult(whole, true));
        }
        List<EventResult> results = new ArrayList<>(count);
        for (int n = 0; n < count; n++) {
            EventData event = data.get(n);
            ExecutionResult result = ExecutionResult.newExecutionResult()
                    .data(event == null ? null : event.json())
                    .errors(errors(whole.getErrors(), n))
                    .build();
            results.add(new EventResult(result, event == null || event.lacksObjects()));
        }
        return results;
    }

    private static List<GraphQLError> errors(List<GraphQLError> errors, int event) {
        return errors.stream()
                .filter(error -> isAbout(event, path(error)))
                .map(EventResult::withoutIndex)
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
