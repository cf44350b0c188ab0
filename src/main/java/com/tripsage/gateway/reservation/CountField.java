package com.tripsage.gateway.reservation;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A number of guests or rooms: the sum of what is on the ways. */
record CountField(String column, List<String> ways) implements Field {

    private static final int MOST = 10_000;

    CountField(String column, String... ways) {
        this(column, List.of(ways));
    }

    @Override
    public @Nullable Object read(Thing document) {
        int sum = 0;
        for (String way : ways) {
            Thing found = document.firstText(way, way + ".value");
            String text = found == null ? "" : String.valueOf(found.text());
            if (found != null && text.matches("\\d{1,4}")) {
                found.markRead();
                sum += Integer.parseInt(text);
            }
        }
        return sum == 0 || sum > MOST ? null : sum;
    }

    @Override
    public void write(ObjectNode document, @Nullable Object value) {
        ways.forEach(way -> Nodes.set(document, way, (JsonNode) null));
        if (value instanceof Integer count) {
            Nodes.number(document, ways.getFirst(), BigDecimal.valueOf(count));
        }
    }

    @Override
    public @Nullable Object ofRow(JsonNode row) {
        JsonNode count = row.path(column);
        return count.isNumber() ? count.asInt() : null;
    }

    @Override
    public void toRow(ObjectNode row, @Nullable Object value) {
        row.put(column, (Integer) value);
    }
}
