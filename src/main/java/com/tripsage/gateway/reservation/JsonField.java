package com.tripsage.gateway.reservation;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A column of JSON that schema.org has no word for.
 *
 * @param empty what the column has where nothing was said
 */
record JsonField(String column, String way, JsonNode empty) implements Field {

    @Override
    public @Nullable Object read(Thing document) {
        JsonNode value = document.node().path(way);
        if (value.isMissingNode()) {
            return null;
        }
        new Thing(value, way, document.reading()).markRead();
        return value;
    }

    @Override
    public void write(ObjectNode document, @Nullable Object value) {
        Nodes.set(document, way, (JsonNode) value);
    }

    @Override
    public @Nullable Object ofRow(JsonNode row) {
        JsonNode value = row.path(column);
        return value.isMissingNode() || value.isEmpty() ? null : value;
    }

    @Override
    public void toRow(ObjectNode row, @Nullable Object value) {
        row.set(column, value == null ? empty : (JsonNode) value);
    }
}
