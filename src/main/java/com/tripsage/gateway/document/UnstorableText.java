package com.tripsage.gateway.document;

import com.tripsage.gateway.refusal.Violations;
import com.tripsage.gateway.value.NumberList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Text in an operation's variables that PostgreSQL can't store: with U+0000, or with half a surrogate pair. */
final class UnstorableText {

    private final Violations violations;

    private UnstorableText(Violations violations) {
        this.violations = violations;
    }

    static Violations find(Map<String, @Nullable Object> variables, int most) {
        var search = new UnstorableText(new Violations(most));
        search.visit("", variables);
        return search.violations;
    }

    private void visit(String path, @Nullable Object value) {
        switch (value) {
            case String text -> check(path, text);
            case Map<?, ?> fields ->
                fields.forEach((name, field) -> {
                    check(path, String.valueOf(name));
                    visit(path.isEmpty() ? String.valueOf(name) : path + "." + name, field);
                });
            case NumberList _ -> {}
            case List<?> elements -> {
                for (int i = 0; i < elements.size(); i++) {
                    visit(path + "[" + i + "]", elements.get(i));
                }
            }
            case null, default -> {}
        }
    }

    private void check(String path, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                violations.add(path, "must not contain the character U+0000");
                return;
            }
            if (Character.isSurrogate(c) && !Character.isSurrogatePair(c, next(text, i++))) {
                violations.add(path, "must not contain half a surrogate pair");
                return;
            }
        }
    }

    private static char next(String text, int index) {
        return index + 1 < text.length() ? text.charAt(index + 1) : 0;
    }
}
