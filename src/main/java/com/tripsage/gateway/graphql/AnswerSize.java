package com.tripsage.gateway.graphql;

import com.tripsage.gateway.budget.Holding;
import com.tripsage.gateway.budget.Use;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.RawValue;

/** The heap that an answer's values take, counted while it is made, so that nothing is read for one that is too large. */
final class AnswerSize {

    /** Bytes for a value's place in the answer, and for what graphql-java keeps of it until the answer is complete. */
    private static final int VALUE = 100;

    /** Characters as which JSON writes a control character. */
    private static final int ESCAPED = 6;

    /** The last character that takes one byte; others take two. */
    private static final int LATIN_1 = 0xFF;

    private AnswerSize() {}

    static void addValue() {
        Holding.current().take(Use.ANSWER, VALUE);
    }

    /** A scalar's value, with its text counted. */
    static @Nullable Object counted(@Nullable Object serialized) {
        switch (serialized) {
            case String text -> Holding.current().take(Use.ANSWER, written(text));
            case RawValue json ->
                Holding.current()
                        .take(Use.ANSWER, String.valueOf(json.rawValue()).length());
            case null, default -> {}
        }
        return serialized;
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
