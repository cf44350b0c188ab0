package com.tripsage.gateway.reservation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A code of a place, which is of no use when it is cut: a longer text is left unread. */
record CodeField(String column, int most, List<String> ways) implements TextColumn {

    CodeField(String column, int most, String... ways) {
        this(column, most, List.of(ways));
    }

    @Override
    public @Nullable Object read(Thing document) {
        return ways.stream()
                .flatMap(document::all)
                .filter(code -> fits(code.text()))
                .findFirst()
                .map(code -> code.markRead().text())
                .orElse(null);
    }

    private boolean fits(@Nullable String code) {
        return code != null && code.codePointCount(0, code.length()) <= most;
    }

    @Override
    public void write(ObjectNode document, @Nullable Object value) {
        ways.forEach(way -> Nodes.removeText(document, way));
        if (value != null) {
            Nodes.set(document, ways.getFirst(), (String) value);
        }
    }
}
