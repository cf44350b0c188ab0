package com.tripsage.gateway.reservation;

import com.tripsage.gateway.value.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** The reservations in documents: one a document, or many in a list, in a graph or in a package, and one for each thing that is reserved. */
final class Documents {

    /** What a reservation of a package has from the package, where it doesn't say it itself. */
    private static final List<String> INHERITED =
            List.of("reservationNumber", "reservationStatus", "modifiedTime", "bookingTime", "underName", "provider");

    private static final String PARTS = "subReservation";
    private static final String RESERVED = "reservationFor";

    /** As many digits as a number may have beyond its first one. */
    private static final int MOST_DIGITS = 400;

    private final List<Found> found = new ArrayList<>();
    private final AtomicInteger mayAdd = new AtomicInteger(JsonLd.MOST_ADDED);

    private Documents() {}

    static List<Found> in(List<Json> documents) {
        var reader = new Documents();
        for (int i = 0; i < documents.size(); i++) {
            reader.read(i, documents.get(i).text());
        }
        return reader.found;
    }

    private void read(int index, String text) {
        JsonNode document = JsonLd.JSON.readTree(text);
        if (document.isString()) {
            try {
                document = JsonLd.JSON.readTree(document.asString());
            } catch (JacksonException _) {
                found.add(new Found(index, "", null, null, "It is a text, and not JSON"));
                return;
            }
            if (!canBeKept(document)) {
                found.add(new Found(index, "", null, null, "It has a number or a text that can't be kept"));
                return;
            }
        }
        collect(index, "", JsonLd.read(document, mayAdd));
    }

    /** Whether a column of JSON takes it: what is within a text has not been looked at when the request was read. */
    private static boolean canBeKept(JsonNode node) {
        return switch (node.getNodeType()) {
            case NUMBER -> {
                BigDecimal number = node.decimalValue();
                yield Math.abs((long) number.scale()) <= MOST_DIGITS && number.precision() <= MOST_DIGITS;
            }
            case STRING -> node.asString().indexOf('\0') < 0;
            case OBJECT ->
                node.propertyStream()
                        .allMatch(property -> property.getKey().indexOf('\0') < 0 && canBeKept(property.getValue()));
            case ARRAY -> node.valueStream().allMatch(Documents::canBeKept);
            default -> true;
        };
    }

    private void collect(int index, String path, JsonNode node) {
        switch (node) {
            case ArrayNode list -> {
                for (int i = 0; i < list.size(); i++) {
                    collect(index, path + "[" + i + "]", list.get(i));
                }
            }
            case ObjectNode object
            when object.has("@graph") ->
                collect(index, path + (path.isEmpty() ? "" : ".") + "@graph", object.get("@graph"));
            case NullNode _ -> {
                // a node of a graph that stands where another one has referred to it
            }
            case ObjectNode object -> reservation(index, path, object);
            default -> found.add(new Found(index, path, null, null, "It is no object with an @type"));
        }
    }

    private void reservation(int index, String path, ObjectNode object) {
        String dot = path.isEmpty() ? "" : ".";
        if (object.has(PARTS) && JsonLd.types(object).contains("ReservationPackage")) {
            collect(index, path + dot + PARTS, inheriting(object, object.path(PARTS)));
        } else if (object.get(RESERVED) instanceof ArrayNode things && things.size() > 1) {
            for (int i = 0; i < things.size(); i++) {
                ObjectNode one = object.deepCopy();
                one.set(RESERVED, things.get(i));
                add(index, path + dot + RESERVED + "[" + i + "]", one);
            }
        } else {
            add(index, path, object);
        }
    }

    private static JsonNode inheriting(ObjectNode whole, JsonNode parts) {
        ArrayNode complete = JsonNodeFactory.instance.arrayNode();
        (parts.isArray() ? parts.valueStream() : Stream.of(parts)).forEach(part -> {
            if (part instanceof ObjectNode object) {
                INHERITED.stream()
                        .filter(name -> whole.has(name) && !object.has(name))
                        .forEach(name -> object.set(name, whole.get(name)));
            }
            complete.add(part);
        });
        return complete;
    }

    private void add(int index, String path, ObjectNode object) {
        List<String> types = JsonLd.types(object);
        Kind kind = types.stream()
                .map(Kind::of)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        String reason = types.isEmpty()
                ? "It has no @type"
                : "It is of type " + String.join(", ", types) + ", and no reservation that is understood";
        found.add(new Found(index, path, object, kind, kind == null ? reason : null));
    }

    /**
     * A node of a document.
     *
     * @param index which document
     * @param path where in the document
     * @param kind what it is a reservation of; null where it is none
     * @param reason why it is none
     */
    record Found(
            int index,
            String path,
            @Nullable ObjectNode node,
            @Nullable Kind kind,
            @Nullable String reason) {}
}
