package com.tripsage.gateway.document;

import com.tripsage.gateway.refusal.InsufficientScope;
import com.tripsage.gateway.security.Scopes;
import graphql.schema.GraphQLAppliedDirective;
import graphql.schema.GraphQLDirectiveContainer;
import graphql.schema.GraphQLNamedSchemaElement;
import java.util.Map;

/**
 * The scopes that an operation needs.
 *
 * @param byReach the scopes that are needed by those who have the scopes of the key: none for what everybody needs, and else that of a
 *     type behind an interface, which brings such objects to nobody without it
 */
public record NeededScopes(Map<Scopes, Scopes> byReach) {

    static final String DIRECTIVE = "requiresScope";

    static final NeededScopes NONE = new NeededScopes(Map.of());

    /** The scopes that the schema states for a field or for a type of object. */
    public static Scopes stated(GraphQLNamedSchemaElement element) {
        Scopes stated = Scopes.NONE;
        if (element instanceof GraphQLDirectiveContainer container) {
            for (GraphQLAppliedDirective directive : container.getAppliedDirectives(DIRECTIVE)) {
                stated = stated.and(Scopes.needed(directive.getArgument("scope").getValue()));
            }
        }
        return stated;
    }

    /** Throws {@link InsufficientScope} unless the scopes that a caller has suffice. */
    public void requireOf(Scopes held) {
        Scopes missing = Scopes.NONE;
        for (Map.Entry<Scopes, Scopes> each : byReach.entrySet()) {
            if (held.include(each.getKey())) {
                missing = missing.and(each.getValue().without(held));
            }
        }
        if (!missing.equals(Scopes.NONE)) {
            throw new InsufficientScope(missing.least().names());
        }
    }
}
