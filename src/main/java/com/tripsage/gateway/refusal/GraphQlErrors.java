package com.tripsage.gateway.refusal;

import com.tripsage.gateway.observation.Observation;
import graphql.ErrorType;
import graphql.GraphQLError;
import graphql.language.SourceLocation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Errors as clients see them: a message, {@code extensions.code}, {@code requestId}, and {@code traceId} of a request that is traced. */
public final class GraphQlErrors {

    private static final Pattern SYNTAX_TREE = Pattern.compile("(?s)(?: with|(?<=Bad default)) value '.*'"
            + "(?= (?:must|is|contains|for) )| - (?:Literal value|Expected) .*");

    private GraphQlErrors() {}

    public static GraphQLError of(ErrorCode code, String message) {
        return new CodedError(message, List.of(), List.of(), Map.of("code", code.name()));
    }

    public static GraphQLError of(ErrorCode code, String message, @Nullable SourceLocation location) {
        return new CodedError(
                message, location == null ? List.of() : List.of(location), List.of(), Map.of("code", code.name()));
    }

    public static GraphQLError of(Refusal refusal) {
        return new CodedError(String.valueOf(refusal.getMessage()), List.of(), List.of(), refusal.extensions());
    }

    /** The error of a request that got no result, as JSON has it, with more in its extensions. */
    public static Map<String, Object> of(ErrorCode code, String message, Map<String, ?> details, String requestId) {
        Map<String, Object> extensions = new LinkedHashMap<>();
        extensions.put("code", code.name());
        extensions.putAll(details);
        name(extensions, requestId);
        return new CodedError(message, List.of(), List.of(), extensions).toSpecification();
    }

    /** An error of validation without the wrong value, which graphql-java repeats as Java prints its syntax tree. */
    public static GraphQLError withoutSyntaxTree(GraphQLError error) {
        String message = String.valueOf(error.getMessage());
        Matcher tree = SYNTAX_TREE.matcher(message);
        if (error.getErrorType() != ErrorType.ValidationError || !tree.find()) {
            return error;
        }
        return new CodedError(
                tree.replaceAll(""),
                error.getLocations() == null ? List.of() : error.getLocations(),
                List.of(),
                Map.of("code", ErrorCode.GRAPHQL_VALIDATION_FAILED.name()));
    }

    /** An error with the request's id, and with our code in the place of graphql-java's classification. */
    public static GraphQLError named(GraphQLError error, String requestId) {
        Map<String, Object> extensions = new LinkedHashMap<>();
        extensions.put("code", codeOf(error).name());
        if (error.getExtensions() != null) {
            extensions.putAll(error.getExtensions());
        }
        name(extensions, requestId);
        return new CodedError(
                error.getMessage(),
                error.getLocations() == null ? List.of() : error.getLocations(),
                error.getPath() == null ? List.of() : error.getPath(),
                extensions);
    }

    /** An error that stands for those that are not shown, with the code of the first of them. */
    public static GraphQLError more(int count, GraphQLError first, String requestId) {
        Map<String, Object> extensions = new LinkedHashMap<>();
        extensions.put("code", codeOf(first).name());
        if (first.getExtensions() != null) {
            extensions.putAll(first.getExtensions());
        }
        extensions.keySet().retainAll(Set.of("code"));
        name(extensions, requestId);
        return new CodedError(count + " more errors are not shown", List.of(), List.of(), extensions);
    }

    private static void name(Map<String, Object> extensions, String requestId) {
        extensions.put("requestId", requestId);
        Observation observation = Observation.current();
        String traceId = observation == null ? null : observation.traceId();
        if (traceId != null) {
            extensions.put("traceId", traceId);
        }
    }

    /** The codes of errors that have their request's id, each once. */
    public static Set<String> codes(List<GraphQLError> named) {
        return named.stream()
                .map(error -> String.valueOf(
                        Objects.requireNonNull(error.getExtensions()).get("code")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static ErrorCode codeOf(GraphQLError error) {
        if (!(error.getErrorType() instanceof ErrorType type)) {
            return ErrorCode.INTERNAL;
        }
        return switch (type) {
            case InvalidSyntax -> ErrorCode.GRAPHQL_PARSE_FAILED;
            case ValidationError -> ErrorCode.GRAPHQL_VALIDATION_FAILED;
            case OperationNotSupported -> ErrorCode.BAD_USER_INPUT;
            case DataFetchingException, NullValueInNonNullableField, ExecutionAborted -> ErrorCode.INTERNAL;
        };
    }
}
