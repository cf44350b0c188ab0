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

    /** The fields that ask; only the query type has them, so looking at the outermost fields of operations and fragments is enough. */
    private static final Set<String> QUESTIONS = Set.of("__schema", "__type");

    private Introspection() {}

    /** The errors for which the document is refused; empty when it asks nothing about the schema. */
    static List<GraphQLError> refuse(Document document) {
        return document.getDefinitions().stream()
                .flatMap(definition -> switch (definition) {
                    case OperationDefinition operation -> outermost(operation.getSelectionSet());
                    case FragmentDefinition fragment -> outermost(fragment.getSelectionSet());
                    default -> Stream.empty();
                })
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
        return switch (selection) {
            case Field field -> Stream.of(field);
            case InlineFragment fragment -> outermost(fragment.getSelectionSet());
            default -> Stream.empty();
        };
    }
}
