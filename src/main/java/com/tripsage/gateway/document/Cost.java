package com.tripsage.gateway.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cost of an operation, as a sum in which the lengths of lists that variables decide are still open. It is worked out once
 * for a document, and added up for each request.
 */
record Cost(double known, List<Term> open) {

    static final Cost NOTHING = of(0);

    static Cost of(double known) {
        return new Cost(known, List.of());
    }

    Cost plus(Cost other) {
        if (other.open.isEmpty()) {
            return new Cost(known + other.known, open);
        }
        List<Term> both = new ArrayList<>(open);
        both.addAll(other.open);
        return new Cost(known + other.known, List.copyOf(both));
    }

    Cost times(ListSize size) {
        if (size.variables().isEmpty()) {
            double factor = size.known();
            return new Cost(
                    known * factor,
                    open.stream()
                            .map(term -> new Term(term.size, term.each.times(size)))
                            .toList());
        }
        return equals(NOTHING) ? NOTHING : new Cost(0, List.of(new Term(size, this)));
    }

    /** The cost with these variables. */
    double with(Map<String, ? extends @Nullable Object> variables) {
        double sum = known;
        for (Term term : open) {
            sum += term.size.with(variables) * term.each.with(variables);
        }
        return sum;
    }

    /** A list whose length the variables decide, with the cost of each of its elements. */
    record Term(ListSize size, Cost each) {}
}
