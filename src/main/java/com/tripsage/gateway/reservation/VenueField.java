package com.tripsage.gateway.reservation;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A place in one line: its name and its address, or the text that stands for both. */
record VenueField(String column, int most, List<String> ways) implements TextColumn {

    VenueField(String column, int most, String... ways) {
        this(column, most, List.of(ways));
    }

    @Override
    public @Nullable Object read(Thing document) {
        return ways.stream()
                .flatMap(document::all)
                .flatMap(place -> Stream.ofNullable(line(place)))
                .findFirst()
                .orElse(null);
    }

    private @Nullable String line(Thing place) {
        if (place.text() != null) {
            return place.markRead().cut(place.text(), most);
        }
        return place.cut(Address.joined(", ", place.text("name"), Address.of(place)), most);
    }

    @Override
    public void write(ObjectNode document, @Nullable Object value) {
        for (String way : ways) {
            Nodes.set(document, way + ".name", (JsonNode) null);
            Nodes.set(document, way + ".address", (JsonNode) null);
        }
        if (value != null) {
            Nodes.set(document, ways.getFirst() + ".name", Objects.toString(value));
        }
    }
}
