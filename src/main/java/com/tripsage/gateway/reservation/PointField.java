package com.tripsage.gateway.reservation;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The coordinates of a place. */
record PointField(String column, String place) implements Field {

    @Override
    public @Nullable Object read(Thing document) {
        return document.all(place)
                .map(Point::read)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void write(ObjectNode document, @Nullable Object value) {
        Nodes.set(document, place + ".latitude", (JsonNode) null);
        Nodes.set(document, place + ".longitude", (JsonNode) null);
        Point.write(document, place + ".geo", (Point) value);
    }

    @Override
    public @Nullable Object ofRow(JsonNode row) {
        return Point.ofColumn(TextColumn.text(row, column));
    }

    @Override
    public void toRow(ObjectNode row, @Nullable Object value) {
        row.put(column, value == null ? null : ((Point) value).column());
    }
}
