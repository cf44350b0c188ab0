package com.tripsage.gateway.reservation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The travellers of a reservation. A document of schema.org is for one of them, or has a ticket for each; what it has no place for is a list
 * of its own.
 *
 * @param seat where a document that is for one traveller has their seat; null where the seats of all are a {@link SeatField} of their own
 * @param travelClass where it has their class
 */
record TravellersField(@Nullable String seat, String travelClass) implements Field {

    static final String SEATING_TYPE = "reservedTicket.ticketedSeat.seatingType";

    private static final String COLUMN = "travellers";
    private static final String OWN = "tripsage:travellers";
    private static final String NUMBER = "reservedTicket.ticketNumber";
    private static final List<String> PARTS = List.of("name", "seat", "travelClass", "ticketNumber", "room");
    private static final int MOST = 50;
    private static final int LONGEST = 200;

    @Override
    public @Nullable Object read(Thing document) {
        ArrayNode travellers = JsonNodeFactory.instance.arrayNode();
        document.all(OWN).limit(MOST).forEach(person -> add(travellers, ofOwn(person)));
        if (travellers.isEmpty()) {
            readTickets(document, travellers);
        }
        return travellers.isEmpty() ? null : travellers;
    }

    private void readTickets(Thing document, ArrayNode travellers) {
        List<String> names = document.all("underName")
                .map(person -> Reservations.name(person, LONGEST))
                .filter(Objects::nonNull)
                .limit(MOST)
                .toList();
        List<Thing> tickets = document.all("reservedTicket").limit(MOST).toList();
        int count = Math.max(1, Math.max(names.size(), tickets.size()));
        for (int i = 0; i < count; i++) {
            ObjectNode one = JsonNodeFactory.instance.objectNode();
            put(one, "name", i < names.size() ? names.get(i) : null);
            // One ticket of several people doesn't say whose it is.
            if (tickets.size() >= names.size() && i < tickets.size()) {
                readTicket(tickets.get(i), one);
            }
            if (count == 1) {
                put(one, "seat", document.text(LONGEST, "airplaneSeat"));
                put(one, "travelClass", document.text(LONGEST, "airplaneSeatClass.name"));
                put(one, "ticketNumber", document.text(LONGEST, NUMBER, "ticketNumber"));
            }
            // Who is known by nothing but a seat is known by the seats of all.
            if (seat != null || one.size() > 1 || !one.has("seat")) {
                add(travellers, one);
            }
        }
    }

    private static void readTicket(Thing ticket, ObjectNode one) {
        ticket.all("underName").forEach(person -> put(one, "name", Reservations.name(person, LONGEST)));
        put(one, "seat", SeatField.of(ticket, "ticketedSeat", LONGEST));
        put(one, "travelClass", ticket.text(LONGEST, "ticketedSeat.seatingType"));
        put(one, "ticketNumber", ticket.text(LONGEST, "ticketNumber"));
    }

    private static ObjectNode ofOwn(Thing person) {
        ObjectNode one = JsonNodeFactory.instance.objectNode();
        PARTS.forEach(part -> put(one, part, person.text(LONGEST, part)));
        return one;
    }

    private static void add(ArrayNode travellers, ObjectNode one) {
        if (!one.isEmpty()) {
            travellers.add(one);
        }
    }

    private static void put(ObjectNode one, String part, @Nullable String text) {
        if (text != null) {
            one.put(part, text);
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

    /** Writes one traveller where schema.org has a place for what is known of them, if that is read back equal. */
    @Override
    public void write(ObjectNode document, @Nullable Object value) {
        clear(document);
        if (!(value instanceof ArrayNode travellers)) {
            return;
        }
        if (travellers.size() == 1) {
            writeOne(document, travellers.get(0));
            if (travellers.equals(read(Thing.root(document)))) {
                return;
            }
            clear(document);
        }
        document.set(OWN, travellers);
    }

    private void writeOne(ObjectNode document, JsonNode traveller) {
        write(document, "underName.name", traveller.path("name"));
        write(document, NUMBER, traveller.path("ticketNumber"));
        write(document, travelClass, traveller.path("travelClass"));
        if (seat != null) {
            write(document, seat, traveller.path("seat"));
        }
    }

    private static void write(ObjectNode document, String way, JsonNode value) {
        if (value.isString()) {
            Nodes.set(document, way, value);
        }
    }

    private void clear(ObjectNode document) {
        Stream.of(OWN, "underName", "airplaneSeat", "airplaneSeatClass.name", "ticketNumber")
                .forEach(way -> Nodes.set(document, way, (JsonNode) null));
        Nodes.objects(document.path("reservedTicket")).forEach(ticket -> {
            ticket.remove("underName");
            ticket.remove("ticketNumber");
            if (seat == null) {
                Nodes.objects(ticket.path("ticketedSeat")).forEach(one -> one.remove("seatingType"));
            } else {
                ticket.remove("ticketedSeat");
            }
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
