package com.tripsage.gateway.document;

import com.tripsage.gateway.security.Scopes;
import graphql.introspection.Introspection;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.TypeName;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The search for the scopes that a valid operation needs: those of its fields, and of the types of objects that these bring. */
final class ScopeAnalysis {

    private final GraphQLSchema schema;
    private final Map<String, FragmentDefinition> fragments;
    private final Map<Scopes, Scopes> needed = new HashMap<>();

    private ScopeAnalysis(GraphQLSchema schema, Map<String, FragmentDefinition> fragments) {
        this.schema = schema;
        this.fragments = fragments;
    }

    static NeededScopes of(
            GraphQLSchema schema,
            Map<String, FragmentDefinition> fragments,
            SelectionSet selections,
            GraphQLCompositeType root) {
        var analysis = new ScopeAnalysis(schema, fragments);
        analysis.selections(selections, root, Scopes.NONE);
        return new NeededScopes(Map.copyOf(analysis.needed));
    }

    /** @param reach the scopes without which nobody gets here */
    private void selections(@Nullable SelectionSet set, GraphQLCompositeType parent, Scopes reach) {
        if (set != null) {
            set.getSelections().forEach(selection -> selection(selection, parent, reach));
        }
    }

    private void selection(Selection<?> selection, GraphQLCompositeType parent, Scopes reach) {
        switch (selection) {
            case Field field -> field(field, parent, reach);
            case InlineFragment fragment ->
                fragment(fragment.getTypeCondition(), fragment.getSelectionSet(), parent, reach);
            case FragmentSpread spread -> {
                FragmentDefinition fragment = Objects.requireNonNull(fragments.get(spread.getName()));
                fragment(fragment.getTypeCondition(), fragment.getSelectionSet(), parent, reach);
            }
            default -> throw new IllegalStateException("An unknown selection");
        }
    }

    private void fragment(
            @Nullable TypeName condition, SelectionSet selections, GraphQLCompositeType parent, Scopes reach) {
        if (condition == null) {
            selections(selections, parent, reach);
        } else {
            var type = (GraphQLCompositeType) Objects.requireNonNull(schema.getType(condition.getName()));
            selections(selections, type, reach.and(NeededScopes.stated(type)));
        }
    }

    private void field(Field field, GraphQLCompositeType parent, Scopes reach) {
        if (field.getName().startsWith("__")) {
            return;
        }
        GraphQLFieldDefinition definition = Introspection.getFieldDef(schema, parent, field.getName());
        need(NeededScopes.stated(definition), reach);
        if (GraphQLTypeUtil.unwrapAll(definition.getType()) instanceof GraphQLCompositeType type) {
            if (type instanceof GraphQLObjectType) {
                need(NeededScopes.stated(type), reach);
            }
            selections(field.getSelectionSet(), type, reach);
        }
    }

    private void need(Scopes scopes, Scopes reach) {
        if (!reach.include(scopes)) {
            needed.merge(reach, scopes, Scopes::and);
        }
    }
}
