package com.tripsage.gateway.graphql;

import graphql.GraphQLError;
import graphql.language.Definition;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures the operations of a valid document. Fragments are measured once each, so the time is linear in the
 * document's length, however often they are spread.
 */
final class DocumentLimits {

    private final LimitProperties limits;
    private final Map<String, FragmentDefinition> fragments = new HashMap<>();
    private final Map<String, Size> measured = new HashMap<>();

    private DocumentLimits(LimitProperties limits) {
        this.limits = limits;
    }

    /** What is too large about the document; empty when nothing is. */
    static List<GraphQLError> check(Document document, LimitProperties limits) {
        return new DocumentLimits(limits).check(document);
    }

    private List<GraphQLError> check(Document document) {
        document.getDefinitionsOfType(FragmentDefinition.class)
                .forEach(fragment -> fragments.put(fragment.getName(), fragment));
        List<GraphQLError> errors = new ArrayList<>();
        for (Definition<?> definition : document.getDefinitions()) {
            if (definition instanceof OperationDefinition operation) {
                Size size = measure(operation.getSelectionSet());
                if (size.depth > limits.depth()) {
                    errors.add(tooComplex("The query is " + size.depth + " levels deep", limits.depth()));
                }
                if (size.fields > limits.fields()) {
                    errors.add(tooComplex("The query asks for " + size.fields + " fields", limits.fields()));
                }
            }
        }
        return errors;
    }

    private static GraphQLError tooComplex(String message, int limit) {
        return GraphQlErrors.of(ErrorCode.QUERY_TOO_COMPLEX, message + "; " + limit + " is the most");
    }

    private Size measure(@Nullable SelectionSet selections) {
        Size size = Size.NONE;
        if (selections != null) {
            for (Selection<?> selection : selections.getSelections()) {
                size = size.beside(measure(selection));
            }
        }
        return size;
    }

    private Size measure(Selection<?> selection) {
        if (selection instanceof Field field) {
            return field.getName().startsWith("__")
                    ? Size.NONE
                    : measure(field.getSelectionSet()).below();
        }
        if (selection instanceof InlineFragment fragment) {
            return measure(fragment.getSelectionSet());
        }
        if (selection instanceof FragmentSpread spread) {
            return measureFragment(spread.getName());
        }
        return Size.NONE;
    }

    private Size measureFragment(String name) {
        Size known = measured.get(name);
        if (known == null) {
            FragmentDefinition fragment = fragments.get(name);
            known = fragment == null ? Size.NONE : measure(fragment.getSelectionSet());
            measured.put(name, known);
        }
        return known;
    }

    private record Size(int depth, long fields) {

        static final Size NONE = new Size(0, 0);

        Size beside(Size other) {
            return new Size(Math.max(depth, other.depth), Math.min(Integer.MAX_VALUE, fields + other.fields));
        }

        Size below() {
            return new Size(depth + 1, fields + 1);
        }
    }
}
