package com.tripsage.gateway.document;

import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.refusal.GraphQlErrors;
import graphql.GraphQLError;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The questions about the schema that a valid document asks, and their refusal where they are not answered. */
final class Introspection {

    /** Fields of the query type alone, so it is enough to look at the outermost fields of operations and fragments. */
    private static final Set<String> QUESTIONS = Set.of("__schema", "__type");

    private Introspection() {}

    /** Why the document is refused; empty when it asks nothing about the schema. */
    static List<GraphQLError> refuse(Document document) {
        return document.getDefinitions().stream()
                .flatMap(definition -> definition instanceof OperationDefinition operation
                        ? outermost(operation.getSelectionSet())
                        : definition instanceof FragmentDefinition fragment
                                ? outermost(fragment.getSelectionSet())
                                : Stream.empty())
                .filter(field -> QUESTIONS.contains(field.getName()))
                .<GraphQLError>map(field -> GraphQlErrors.of(
                        ErrorCode.FORBIDDEN,
                        "Introspection is off here: " + field.getName() + " is not answered",
                        Objects.requireNonNull(field.getSourceLocation())))
                .limit(1)
                .toList();
    }

    private static Stream<Field> outermost(@Nullable SelectionSet selections) {
        return selections == null
                ? Stream.empty()
                : selections.getSelections().stream().flatMap(Introspection::outermost);
    }

    private static Stream<Field> outermost(Selection<?> selection) {
        if (selection instanceof Field field) {
            return Stream.of(field);
        }
        return selection instanceof InlineFragment fragment ? outermost(fragment.getSelectionSet()) : Stream.empty();
    }
}
