package com.tripsage.gateway.document;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The expected length of a list.
 *
 * @param known the length as the schema and the document have it
 * @param variables the variables that decide it instead, where they are given
 */
record ListSize(double known, List<String> variables) {

    static final ListSize ONE = of(1);

    /** The longest that is counted, more than a page holds: an operation that asks for more is refused elsewhere, more clearly. */
    private static final double MOST = 1000;

    static ListSize of(double known) {
        return new ListSize(Math.clamp(known, 0, MOST), List.of());
    }

    double with(Map<String, ? extends @Nullable Object> values) {
        double size = -1;
        for (String variable : variables) {
            size = switch (values.get(variable)) {
                case Number number -> Math.max(size, number.doubleValue());
                case Collection<?> elements -> Math.max(size, elements.size());
                case null, default -> size;
            };
        }
        return size < 0 ? known : Math.min(size, MOST);
    }
}
