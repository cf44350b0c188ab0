package com.tripsage.gateway.document;

import graphql.introspection.Introspection;
import graphql.language.Argument;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.TypeName;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The deprecated fields and arguments that a valid document uses. */
final class Deprecations {

    private final GraphQLSchema schema;
    private final Set<String> found = new LinkedHashSet<>();

    private Deprecations(GraphQLSchema schema) {
        this.schema = schema;
    }

    static List<String> of(GraphQLSchema schema, Document document) {
        var deprecations = new Deprecations(schema);
        document.getDefinitionsOfType(OperationDefinition.class)
                .forEach(operation -> deprecations.look(operation.getSelectionSet(), root(schema, operation)));
        document.getDefinitionsOfType(FragmentDefinition.class)
                .forEach(fragment ->
                        deprecations.look(fragment.getSelectionSet(), deprecations.type(fragment.getTypeCondition())));
        return List.copyOf(deprecations.found);
    }

    private static GraphQLCompositeType root(GraphQLSchema schema, OperationDefinition operation) {
        return Objects.requireNonNull(
                switch (operation.getOperation()) {
                    case QUERY -> schema.getQueryType();
                    case MUTATION -> schema.getMutationType();
                    case SUBSCRIPTION -> schema.getSubscriptionType();
                });
    }

    private GraphQLCompositeType type(TypeName name) {
        return (GraphQLCompositeType) Objects.requireNonNull(schema.getType(name.getName()));
    }

    private void look(@Nullable SelectionSet set, GraphQLCompositeType parent) {
        if (set != null) {
            set.getSelections().forEach(selection -> look(selection, parent));
        }
    }

    private void look(Selection<?> selection, GraphQLCompositeType parent) {
        switch (selection) {
            case Field field -> look(field, parent);
            case InlineFragment fragment ->
                look(
                        fragment.getSelectionSet(),
                        fragment.getTypeCondition() == null ? parent : type(fragment.getTypeCondition()));
            default -> {
                // a fragment, which is looked at by itself
            }
        }
    }

    private void look(Field field, GraphQLCompositeType parent) {
        GraphQLFieldDefinition definition = Introspection.getFieldDef(schema, parent, field.getName());
        String name = parent.getName() + "." + field.getName();
        if (definition.isDeprecated()) {
            found.add(name + " is deprecated: " + definition.getDeprecationReason());
        }
        for (Argument given : field.getArguments()) {
            GraphQLArgument argument = definition.getArgument(given.getName());
            if (argument != null && argument.isDeprecated()) {
                found.add(name + "(" + given.getName() + ") is deprecated: " + argument.getDeprecationReason());
            }
        }
        if (GraphQLTypeUtil.unwrapAll(definition.getType()) instanceof GraphQLCompositeType type) {
            look(field.getSelectionSet(), type);
        }
    }
}
