package com.tripsage.gateway.graphql;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.Use;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.RawValue;

/** What the values of an answer take of the heap, counted while it is made, so that nothing is read for one that is too large. */
final class AnswerSize {

    /** A value's place in the answer, and what graphql-java knows of it until the answer is complete. */
    private static final int VALUE = 100;

    /** A control character is written as six. */
    private static final int ESCAPED = 6;

    /** Up to here a character takes one byte, above two. */
    private static final int LATIN_1 = 0xFF;

    private AnswerSize() {}

    static void addValue() {
        Holding.current().take(Use.ANSWER, VALUE);
    }

    /** Of a scalar. */
    static void add(@Nullable Object serialized) {
        if (serialized instanceof String text) {
            Holding.current().take(Use.ANSWER, written(text));
        } else if (serialized instanceof RawValue json) {
            Holding.current().take(Use.ANSWER, String.valueOf(json.rawValue()).length());
        }
    }

    private static long written(String text) {
        long length = text.length();
        int all = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            all |= c;
            if (c < ' ' || c == '"' || c == '\\') {
                length += ESCAPED - 1;
            }
        }
        return all > LATIN_1 ? 2 * length : length;
    }
}
