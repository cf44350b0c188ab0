package com.tripsage.gateway.document;

import com.tripsage.gateway.refusal.ErrorCode;
import com.tripsage.gateway.refusal.GraphQlErrors;
import graphql.GraphQLError;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a parsed document's size, checked before anything expands it: validation and execution visit a fragment as
 * often as it is spread, and thirty fragments that spread each other twice are a billion fields. Here each is measured once,
 * so the time is linear in the document's length.
 */
final class DocumentLimits {

    private final DocumentLimitProperties limits;
    private final Map<String, FragmentDefinition> fragments = new HashMap<>();
    private final Map<String, SelectionSize> measured = new HashMap<>();
    private @Nullable GraphQLError excess;

    private DocumentLimits(DocumentLimitProperties limits) {
        this.limits = limits;
    }

    /** The error of a document that is too large in some way; null for others, valid or not. */
    static @Nullable GraphQLError check(Document document, DocumentLimitProperties limits) {
        var check = new DocumentLimits(limits);
        check.check(document);
        return check.excess;
    }

    private void check(Document document) {
        document.getDefinitionsOfType(FragmentDefinition.class)
                .forEach(fragment -> fragments.put(fragment.getName(), fragment));
        List<OperationDefinition> operations = document.getDefinitionsOfType(OperationDefinition.class);
        check(operations.size(), limits.operations(), "The document has %d operations");
        operations.forEach(operation -> check(measure(operation.getSelectionSet())));
        // Validation also visits fragments that no operation uses.
        fragments.keySet().forEach(name -> checkFragments(measureFragment(name)));
    }

    private void check(SelectionSize size) {
        check(size.depth(), limits.depth(), "The query is %d levels deep");
        check(size.introspectionDepth(), limits.introspectionDepth(), "Introspection is %d levels deep");
        check(size.fragmentDepth(), limits.fragmentDepth(), "Fragments are nested %d levels deep");
        check(size.width(), limits.rootFields(), "The query has %d fields at its root");
        check(size.fields(), limits.fields(), "The query asks for %d fields");
        check(size.metaFields(), limits.metaFields(), "The query asks for %d fields about the schema");
        checkFragments(size);
        check(size.aliases(), limits.aliases(), "The query has %d aliases");
        check(size.directives(), limits.directives(), "The query has %d directives");
    }

    private void checkFragments(SelectionSize size) {
        check(size.fragments(), limits.fragments(), "The query uses %d fragments");
    }

    private void check(long size, int limit, String message) {
        if (size > limit && excess == null) {
            excess = GraphQlErrors.of(
                    ErrorCode.QUERY_TOO_COMPLEX, message.formatted(size) + "; " + limit + " is the most");
        }
    }

    private SelectionSize measure(@Nullable SelectionSet selections) {
        SelectionSize size = SelectionSize.NONE;
        if (selections != null) {
            for (Selection<?> selection : selections.getSelections()) {
                size = size.beside(measure(selection));
            }
        }
        return size;
    }

    private SelectionSize measure(Selection<?> selection) {
        return switch (selection) {
            case Field field -> measureField(field);
            case InlineFragment fragment ->
                measure(fragment.getSelectionSet())
                        .inFragment(fragment.getDirectives().size());
            case FragmentSpread spread ->
                measureFragment(spread.getName())
                        .inFragment(spread.getDirectives().size());
            default -> SelectionSize.NONE;
        };
    }

    private SelectionSize measureField(Field field) {
        SelectionSize below = measure(field.getSelectionSet());
        int aliases = field.getAlias() == null ? 0 : 1;
        int directives = field.getDirectives().size();
        return field.getName().startsWith("__")
                ? below.inMetaField(aliases, directives)
                : below.inField(aliases, directives);
    }

    /** The size of a fragment; nothing where it is missing or spreads itself, which validation refuses. */
    private SelectionSize measureFragment(String name) {
        FragmentDefinition fragment = fragments.get(name);
        SelectionSize known = measured.get(name);
        if (known != null || fragment == null) {
            return known == null ? SelectionSize.NONE : known;
        }
        measured.put(name, SelectionSize.NONE);
        SelectionSize size = measure(fragment.getSelectionSet());
        measured.put(name, size);
        return size;
    }
}
