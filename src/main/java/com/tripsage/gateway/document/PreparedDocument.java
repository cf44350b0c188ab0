package com.tripsage.gateway.document;

import graphql.GraphQLError;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.NodeUtil;
import graphql.language.OperationDefinition;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A document that is ready to be executed, or its errors.
 *
 * @param entry the document or the errors, in the form that graphql-java takes
 * @param operations the analyses of its operations, by their names
 */
record PreparedDocument(PreparsedDocumentEntry entry, Map<String, OperationAnalysis> operations) {

    static PreparedDocument refused(List<? extends GraphQLError> errors) {
        return new PreparedDocument(new PreparsedDocumentEntry(List.copyOf(errors)), Map.of());
    }

    /**
     * The operation of this name, or the only one of a valid document.
     *
     * @throws graphql.execution.UnknownOperationException where there is no such operation
     */
    OperationDefinition operation(@Nullable String name) {
        return NodeUtil.getOperation(Objects.requireNonNull(entry.getDocument()), name).operationDefinition;
    }

    OperationAnalysis analysisOf(OperationDefinition operation) {
        return Objects.requireNonNull(operations.get(key(operation)));
    }

    static String key(OperationDefinition operation) {
        return Objects.requireNonNullElse(operation.getName(), "");
    }
}
