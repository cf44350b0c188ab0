package com.tripsage.gateway.reservation;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A field whose value is the text of one column. */
interface TextColumn extends Field {

    String column();

    @Override
    default @Nullable Object ofRow(JsonNode row) {
        return text(row, column());
    }

    @Override
    default void toRow(ObjectNode row, @Nullable Object value) {
        row.put(column(), (String) value);
    }

    static @Nullable String text(JsonNode row, String column) {
        JsonNode value = row.path(column);
        return value.isString() ? value.asString() : null;
    }
}
