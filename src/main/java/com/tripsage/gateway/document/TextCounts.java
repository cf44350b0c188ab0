package com.tripsage.gateway.document;

import graphql.schema.GraphQLAppliedDirective;
import graphql.schema.GraphQLInputObjectField;

/**
 * The size of texts among those that an operation may bring: their bytes in UTF-8, because letters beyond ASCII take PostgreSQL as much
 * longer, as often as the schema's directive says, for each place that keeps their words.
 */
final class TextCounts {

    private static final String DIRECTIVE = "textCounts";

    private TextCounts() {}

    /** The bytes of a text in UTF-8. */
    static long bytes(String text) {
        long bytes = text.length();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c >= 0x80) {
                // of a pair of surrogates, each half has two
                bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return bytes;
    }

    static int of(GraphQLInputObjectField field) {
        GraphQLAppliedDirective directive = field.getAppliedDirective(DIRECTIVE);
        return directive == null ? 1 : directive.getArgument("times").<Integer>getValue();
    }
}
