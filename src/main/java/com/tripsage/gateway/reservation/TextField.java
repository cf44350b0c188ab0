package com.tripsage.gateway.reservation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A text of one column.
 *
 * @param most the most characters that the column takes
 * @param ways to the text in a document, the first of which it is written at
 */
record TextField(String column, int most, List<String> ways) implements TextColumn {

    TextField(String column, int most, String... ways) {
        this(column, most, List.of(ways));
    }

    @Override
    public @Nullable Object read(Thing document) {
        return document.text(most, ways.toArray(String[]::new));
    }

    @Override
    public void write(ObjectNode document, @Nullable Object value) {
        ways.forEach(way -> Nodes.removeText(document, way));
        if (value != null) {
            Nodes.set(document, ways.getFirst(), (String) value);
        }
    }
}
