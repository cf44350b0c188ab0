package com.tripsage.gateway.reservation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The travellers of a reservation. A document of schema.org is for one of them; what it has no place for, or more than one, is a list of
 * its own.
 */
record TravellersField() implements Field {

    private static final String COLUMN = "travellers";
    private static final String OWN = "tripsage:travellers";
    private static final String NAME = "underName.name";
    private static final List<String> PARTS = List.of("name", "seat", "travelClass", "ticketNumber", "room");
    private static final int MOST = 50;
    private static final int LONGEST = 200;

    /** Where a document has what is known of its one traveller. */
    private static final Map<String, List<String>> WAYS = Map.of(
            "seat", List.of("airplaneSeat"),
            "travelClass", List.of("airplaneSeatClass.name", "reservedTicket.ticketedSeat.seatingType"),
            "ticketNumber", List.of("reservedTicket.ticketNumber", "ticketNumber"));

    @Override
    public @Nullable Object read(Thing document) {
        ArrayNode travellers = JsonNodeFactory.instance.arrayNode();
        document.all(OWN).limit(MOST).forEach(person -> add(travellers, person));
        if (!travellers.isEmpty()) {
            return travellers;
        }
        document.all("underName").limit(MOST).forEach(person -> {
            String name = Reservations.name(person, LONGEST);
            if (name != null) {
                travellers.addObject().put("name", name);
            }
        });
        if (travellers.size() <= 1) {
            ObjectNode one = travellers.isEmpty() ? travellers.addObject() : (ObjectNode) travellers.get(0);
            WAYS.forEach((part, ways) -> {
                String text = document.text(LONGEST, ways.toArray(String[]::new));
                if (text != null) {
                    one.put(part, text);
                }
            });
            String seat = one.has("seat") ? null : SeatField.of(document, LONGEST);
            if (seat != null) {
                one.put("seat", seat);
            }
        }
        return travellers.get(0).isEmpty() ? null : travellers;
    }

    private static void add(ArrayNode travellers, Thing person) {
        ObjectNode one = JsonNodeFactory.instance.objectNode();
        for (String part : PARTS) {
            String text = person.text(LONGEST, part);
            if (text != null) {
                one.put(part, text);
            }
        }
        if (!one.isEmpty()) {
            travellers.add(one);
        }
    }

    /** Who has a name is the same with the same name. */
    @Override
    public Object together(Object earlier, Object later) {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        Stream.of((ArrayNode) earlier, (ArrayNode) later)
                .flatMap(JsonNode::valueStream)
                .forEach(traveller -> all.put(
                        traveller.has("name") ? traveller.path("name").asString() : traveller.toString(), traveller));
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        all.values().stream().limit(MOST).forEach(list::add);
        return list;
    }

    @Override
    public void write(ObjectNode document, @Nullable Object value) {
        document.remove(OWN);
        Nodes.set(document, "underName", (JsonNode) null);
        WAYS.values().stream().flatMap(List::stream).forEach(way -> Nodes.set(document, way, (JsonNode) null));
        Nodes.set(document, "reservedTicket.ticketedSeat", (JsonNode) null);
        if (!(value instanceof ArrayNode travellers)) {
            return;
        }
        if (travellers.size() > 1 || travellers.get(0).has("room")) {
            document.set(OWN, travellers);
            return;
        }
        travellers.get(0).propertyStream().forEach(part -> {
            String way = part.getKey().equals("name")
                    ? NAME
                    : WAYS.getOrDefault(part.getKey(), List.of(OWN)).getFirst();
            Nodes.set(document, way, part.getValue());
        });
    }

    @Override
    public @Nullable Object ofRow(JsonNode row) {
        return row.path(COLUMN) instanceof ArrayNode list && !list.isEmpty() ? list : null;
    }

    @Override
    public void toRow(ObjectNode row, @Nullable Object value) {
        row.set(COLUMN, value == null ? JsonNodeFactory.instance.arrayNode() : (JsonNode) value);
    }
}
