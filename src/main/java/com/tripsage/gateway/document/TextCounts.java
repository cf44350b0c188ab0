package com.tripsage.gateway.document;

import graphql.schema.GraphQLAppliedDirective;
import graphql.schema.GraphQLInputObjectField;

/** The number of times that a text in an input field counts, as the schema's directive says: for each place that keeps its words. */
final class TextCounts {

    private static final String DIRECTIVE = "textCounts";

    private TextCounts() {}

    static int of(GraphQLInputObjectField field) {
        GraphQLAppliedDirective directive = field.getAppliedDirective(DIRECTIVE);
        return directive == null ? 1 : directive.getArgument("times").<Integer>getValue();
    }
}
