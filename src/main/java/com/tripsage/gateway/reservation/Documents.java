package com.tripsage.gateway.reservation;

import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.value.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
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

    private static final int MOST_RESERVATIONS = 500;

    /** What the reservations of a document share is written with each of them: so much text of it counts as a value that is added. */
    private static final int TEXT_OF_A_VALUE = 20;

    /** As many digits as a number may have beyond its first one. */
    private static final int MOST_DIGITS = 400;

    private final List<Found> found = new ArrayList<>();
    private final AtomicInteger mayAdd = new AtomicInteger(JsonLd.MOST_ADDED);

    private Documents() {}

    /**
     * What is found in documents, in their order.
     *
     * @throws Refusal where it is too much for one import
     */
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
                add(new Found(index, "", null, null, "It is a text, and not JSON"));
                return;
            }
            if (!canBeKept(document)) {
                add(new Found(index, "", null, null, "It has a number or a text that can't be kept"));
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
            default -> add(new Found(index, path, null, null, "It is no object with an @type"));
        }
    }

    private void reservation(int index, String path, ObjectNode object) {
        String dot = path.isEmpty() ? "" : ".";
        if (object.has(PARTS) && JsonLd.types(object).contains("ReservationPackage")) {
            parts(index, path + dot + PARTS, object);
        } else if (object.get(RESERVED) instanceof ArrayNode things && things.size() > 1) {
            things(index, path + dot + RESERVED, object, things);
        } else {
            add(index, path, object);
        }
    }

    private void parts(int index, String path, ObjectNode whole) {
        ObjectNode shared = JsonNodeFactory.instance.objectNode();
        INHERITED.stream().filter(whole::has).forEach(name -> shared.set(name, whole.get(name)));
        int size = values(shared);
        JsonNode said = whole.path(PARTS);
        List<JsonNode> parts = said.isArray() ? said.valueStream().toList() : List.of(said);
        for (int i = 0; i < parts.size(); i++) {
            String place = path + "[" + i + "]";
            if (parts.get(i) instanceof ObjectNode part) {
                if (!mayShare(size)) {
                    addTooLarge(index, place);
                    continue;
                }
                shared.propertyStream()
                        .filter(property -> !part.has(property.getKey()))
                        .forEach(property -> part.set(property.getKey(), property.getValue()));
            }
            collect(index, place, parts.get(i));
        }
    }

    private void things(int index, String path, ObjectNode object, ArrayNode things) {
        int size = values(JsonNodeFactory.instance.objectNode().setAll(object).without(RESERVED));
        for (int i = 0; i < things.size(); i++) {
            String place = path + "[" + i + "]";
            if (mayShare(size)) {
                ObjectNode one = JsonNodeFactory.instance.objectNode().setAll(object);
                one.set(RESERVED, things.get(i));
                add(index, place, one);
            } else {
                addTooLarge(index, place);
            }
        }
    }

    private static int values(ObjectNode shared) {
        return shared.toString().length() / TEXT_OF_A_VALUE;
    }

    private boolean mayShare(int size) {
        return size == 0 || mayAdd.getAndUpdate(left -> left < size ? left : left - size) >= size;
    }

    private void addTooLarge(int index, String path) {
        add(new Found(index, path, null, null, "It shares more with the others of its document than can be kept"));
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
        add(new Found(index, path, object, kind, kind == null ? reason : null));
    }

    private void add(Found one) {
        if (found.size() == MOST_RESERVATIONS) {
            throw Refusal.invalid(
                    "input.documents", "must have at most " + MOST_RESERVATIONS + " reservations in them");
        }
        found.add(one);
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
