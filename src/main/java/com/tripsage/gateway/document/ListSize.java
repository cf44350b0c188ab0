package com.tripsage.gateway.document;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many elements a list is expected to have.
 *
 * @param known as the schema and the document have it
 * @param variables those that decide it instead, where they are given
 */
record ListSize(double known, List<String> variables) {

    static final ListSize ONE = of(1);

    /** More than a page holds: what asks for more is refused elsewhere, and says so more clearly. */
    private static final double MOST = 1000;

    static ListSize of(double known) {
        return new ListSize(Math.clamp(known, 0, MOST), List.of());
    }

    double with(Map<String, ? extends @Nullable Object> values) {
        double size = -1;
        for (String variable : variables) {
            Object value = values.get(variable);
            if (value instanceof Number number) {
                size = Math.max(size, number.doubleValue());
            } else if (value instanceof Collection<?> elements) {
                size = Math.max(size, elements.size());
            }
        }
        return size < 0 ? known : Math.min(size, MOST);
    }
}
