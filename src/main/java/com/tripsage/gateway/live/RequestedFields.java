package com.tripsage.gateway.live;

import graphql.schema.DataFetchingFieldSelectionSet;
import graphql.schema.GraphQLAppliedDirective;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.SelectedField;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The fields that a subscription asks for of each event, with the variables filled in.
 *
 * @param signature equal for selections whose results are equal, names and order included
 * @param personal whether the result depends on who asks, beyond whether an event may be seen at all
 * @param objects the names in the result under which other objects stand
 */
record RequestedFields(String signature, boolean personal, Set<String> objects) {

    /** The directive of the schema on types and fields that show different callers different things. */
    static final String PERSONAL = "personal";

    static RequestedFields of(String rootName, DataFetchingFieldSelectionSet selected) {
        String signature = selected.getFields().stream()
                .map(field -> field.getFullyQualifiedName() + " " + path(field) + field.getArguments())
                .collect(Collectors.joining("\n", rootName + "\n", ""));
        boolean personal = selected.getFields().stream().anyMatch(RequestedFields::isPersonal);
        Set<String> objects = selected.getImmediateFields().stream()
                .filter(field -> !GraphQLTypeUtil.isLeaf(GraphQLTypeUtil.unwrapAll(field.getType())))
                .map(SelectedField::getResultKey)
                .collect(Collectors.toUnmodifiableSet());
        return new RequestedFields(signature, personal, objects);
    }

    /** The names in the result down to a field: with aliases, which the qualified name does not have. */
    private static String path(SelectedField field) {
        return field.getParentField() == null
                ? field.getResultKey()
                : path(field.getParentField()) + "/" + field.getResultKey();
    }

    private static boolean isPersonal(SelectedField field) {
        return field.getFieldDefinitions().stream().anyMatch(definition -> isMarked(definition.getAppliedDirectives()))
                || field.getObjectTypes().stream().anyMatch(type -> isMarked(type.getAppliedDirectives()));
    }

    private static boolean isMarked(Iterable<GraphQLAppliedDirective> directives) {
        for (GraphQLAppliedDirective directive : directives) {
            if (directive.getName().equals(PERSONAL)) {
                return true;
            }
        }
        return false;
    }
}
