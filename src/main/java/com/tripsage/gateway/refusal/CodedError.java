package com.tripsage.gateway.refusal;

import graphql.ErrorClassification;
import graphql.ErrorType;
import graphql.GraphQLError;
import graphql.language.SourceLocation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An error whose {@code extensions.code} says what went wrong, in the place of graphql-java's classification. */
public record CodedError(
        String message, List<SourceLocation> locations, List<Object> path, Map<String, Object> extensions)
        implements GraphQLError {

    @Override
    public String getMessage() {
        return message;
    }

    @Override
    public @Nullable List<SourceLocation> getLocations() {
        return locations.isEmpty() ? null : locations;
    }

    @Override
    public @Nullable List<Object> getPath() {
        return path.isEmpty() ? null : path;
    }

    @Override
    public Map<String, Object> getExtensions() {
        return extensions;
    }

    @Override
    public ErrorClassification getErrorType() {
        return ErrorType.DataFetchingException;
    }

    @Override
    public Map<String, Object> toSpecification() {
        Map<String, Object> specification = GraphQLError.super.toSpecification();
        specification.put("extensions", extensions);
        return specification;
    }
}
