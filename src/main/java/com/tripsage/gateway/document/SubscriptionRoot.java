package com.tripsage.gateway.document;

import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.refusal.GraphQlErrors;
import graphql.GraphQLError;
import graphql.language.DirectivesContainer;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.SourceLocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rule that a subscription has a single root field, which neither tells about the schema nor depends on a variable
 * (https://spec.graphql.org/September2025/#sec-Single-Root-Field). It replaces graphql-java's own, which throws where the
 * field can be left out, or a fragment or a type is missing.
 */
final class SubscriptionRoot {

    private final Map<String, FragmentDefinition> fragments = new HashMap<>();
    private final Set<String> visited = new LinkedHashSet<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final List<GraphQLError> errors = new ArrayList<>();

    private SubscriptionRoot(Document document) {
        document.getDefinitionsOfType(FragmentDefinition.class)
                .forEach(fragment -> fragments.put(fragment.getName(), fragment));
    }

    static List<GraphQLError> check(Document document) {
        List<GraphQLError> errors = new ArrayList<>();
        for (OperationDefinition operation : document.getDefinitionsOfType(OperationDefinition.class)) {
            if (operation.getOperation() == OperationDefinition.Operation.SUBSCRIPTION) {
                var root = new SubscriptionRoot(document);
                root.visit(operation.getSelectionSet());
                if (root.names.size() > 1) {
                    root.refuse("A subscription has one field at its root", operation.getSourceLocation());
                }
                errors.addAll(root.errors);
            }
        }
        return errors;
    }

    private void visit(@Nullable SelectionSet set) {
        if (set != null) {
            set.getSelections().forEach(this::visit);
        }
    }

    private void visit(Selection<?> selection) {
        DirectivesContainer<?> conditional = (DirectivesContainer<?>) selection;
        if (conditional.hasDirective("skip") || conditional.hasDirective("include")) {
            refuse("The root field of a subscription can't be skipped or included", selection.getSourceLocation());
        }
        switch (selection) {
            case Field field -> {
                names.add(field.getResultKey());
                if (field.getName().startsWith("__")) {
                    refuse("A subscription can't begin with " + field.getName(), field.getSourceLocation());
                }
            }
            case InlineFragment fragment -> visit(fragment.getSelectionSet());
            case FragmentSpread spread
            when visited.add(spread.getName()) -> {
                FragmentDefinition fragment = fragments.get(spread.getName());
                visit(fragment == null ? null : fragment.getSelectionSet());
            }
            default -> {}
        }
    }

    private void refuse(String message, @Nullable SourceLocation location) {
        errors.add(GraphQlErrors.of(ErrorCode.GRAPHQL_VALIDATION_FAILED, message, location));
    }
}
