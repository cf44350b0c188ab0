package com.tripsage.gateway.reservation;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The writing of a document's values, at the ends of the same ways on which they are read. */
final class Nodes {

    /** The types of nodes that are made on the way. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("airline", "Airline"),
            Map.entry("airplaneSeatClass", "AirplaneSeatClass"),
            Map.entry("departureAirport", "Airport"),
            Map.entry("arrivalAirport", "Airport"),
            Map.entry("departureStation", "TrainStation"),
            Map.entry("arrivalStation", "TrainStation"),
            Map.entry("departureBusStop", "BusStop"),
            Map.entry("arrivalBusStop", "BusStop"),
            Map.entry("departureBoatTerminal", "BoatTerminal"),
            Map.entry("arrivalBoatTerminal", "BoatTerminal"),
            Map.entry("geo", "GeoCoordinates"),
            Map.entry("organizer", "Organization"),
            Map.entry("provider", "Organization"),
            Map.entry("rentalCompany", "Organization"),
            Map.entry("reservedTicket", "Ticket"),
            Map.entry("ticketedSeat", "Seat"),
            Map.entry("underName", "Person"));

    private Nodes() {}

    static ObjectNode object(String type) {
        return JsonNodeFactory.instance.objectNode().put("@type", type);
    }

    /** Sets the value at the end of a way, or removes it where it is null. */
    static void set(ObjectNode document, String way, @Nullable String value) {
        set(document, way, value == null ? null : JsonNodeFactory.instance.stringNode(value));
    }

    static void set(ObjectNode document, String way, @Nullable JsonNode value) {
        String[] steps = way.split("\\.", -1);
        ObjectNode at = document;
        for (int i = 0; i < steps.length - 1; i++) {
            ObjectNode next = next(at, steps[i], value != null);
            if (next == null) {
                return;
            }
            at = next;
        }
        String last = steps[steps.length - 1];
        if (value == null) {
            at.remove(last);
        } else {
            at.set(last, value);
        }
    }

    /** Removes a text, or a list of some, and leaves a node with more in it. */
    static void removeText(ObjectNode document, String way) {
        int last = way.lastIndexOf('.');
        JsonNode holder =
                last < 0 ? document : document.at("/" + way.substring(0, last).replace('.', '/'));
        if (!holder.path(way.substring(last + 1)).isObject()) {
            set(document, way, (JsonNode) null);
        }
    }

    static void number(ObjectNode document, String way, BigDecimal value) {
        set(document, way, JsonNodeFactory.instance.numberNode(value));
    }

    /** The objects of a value: itself, or those in a list. */
    static List<ObjectNode> objects(JsonNode value) {
        return (value.isArray() ? value.valueStream() : Stream.of(value))
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .toList();
    }

    private static @Nullable ObjectNode next(ObjectNode at, String step, boolean make) {
        JsonNode next = at.get(step);
        if (next instanceof ArrayNode list && list.get(0) instanceof ObjectNode first) {
            return first;
        }
        if (next instanceof ObjectNode object) {
            return object;
        }
        return make ? at.putObject(step).put("@type", TYPES.getOrDefault(step, "Place")) : null;
    }
}
