package com.tripsage.gateway.paging;

import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.refusal.Violation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a connection that is asked for.
 *
 * @param size how many edges at most
 * @param backward from the end, with {@code last} and {@code before}
 * @param cursor the edge to begin behind; null at either end
 */
public record PageRequest(
        int size, boolean backward, @Nullable String cursor) {

    static final int MAX_SIZE = 100;
    static final int DEFAULT_SIZE = 20;

    static PageRequest of(
            @Nullable Integer first, @Nullable String after, @Nullable Integer last, @Nullable String before) {
        List<Violation> violations = new ArrayList<>();
        check("first", first, violations);
        check("last", last, violations);
        if ((first != null || after != null) && (last != null || before != null)) {
            violations.add(
                    new Violation(last != null ? "last" : "before", "go with each other, not with first and after"));
        }
        if (!violations.isEmpty()) {
            throw Refusal.invalid(violations);
        }
        boolean backward = last != null || before != null;
        Integer size = backward ? last : first;
        return new PageRequest(size == null ? DEFAULT_SIZE : size, backward, backward ? before : after);
    }

    private static void check(String name, @Nullable Integer size, List<Violation> violations) {
        if (size != null && (size < 1 || size > MAX_SIZE)) {
            violations.add(new Violation(name, "must be from 1 to " + MAX_SIZE));
        }
    }

    /** The name of the argument that holds the cursor. */
    String cursorArgument() {
        return backward ? "before" : "after";
    }
}
