package com.tripsage.gateway.reservation;

import com.tripsage.gateway.trip.BookingStatus;
import com.tripsage.gateway.value.TicketTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The reading and the writing of reservations, by the fields of their kinds. */
final class Reservations {

    /** Numbers are equal whatever their zeros: a column of JSON doesn't keep how they were written. */
    private static final Comparator<JsonNode> BY_VALUE = (one, other) -> one.isNumber() && other.isNumber()
            ? one.decimalValue().compareTo(other.decimalValue())
            : one.equals(other) ? 0 : 1;

    private Reservations() {}

    static Map<Field, Object> read(Kind kind, ObjectNode document) {
        return read(kind, Thing.root(document));
    }

    static Map<Field, Object> read(Kind kind, Thing document) {
        Map<Field, Object> values = new HashMap<>();
        for (Field field : kind.fields) {
            Object value = field.read(document);
            if (value != null) {
                values.put(field, value);
            }
        }
        return values;
    }

    /** What several documents of one reservation say together: seats of all of them, and of all else what the last one says. */
    static Map<Field, Object> readAll(Kind kind, List<ObjectNode> documents) {
        Map<Field, Object> all = new HashMap<>();
        List<Object> states = new ArrayList<>();
        for (ObjectNode document : documents) {
            Map<Field, Object> values = read(kind, document);
            values.forEach((field, value) -> all.merge(field, value, field::together));
            states.add(values.getOrDefault(Kind.STATUS, BookingStatus.BOOKED));
        }
        // As long as one of them goes, it isn't cancelled.
        states.stream()
                .filter(state -> state != BookingStatus.CANCELLED)
                .reduce((_, last) -> last)
                .ifPresent(state -> all.computeIfPresent(Kind.STATUS, (_, _) -> state));
        return all;
    }

    static boolean areEqual(ObjectNode one, ObjectNode other) {
        return one.equals(BY_VALUE, other);
    }

    /** For whom it is: by name, or by the number of the ticket; null where it is for nobody in particular. */
    static @Nullable String traveller(ObjectNode document) {
        Thing root = Thing.root(document);
        String name = root.all("underName")
                .map(person -> name(person, Integer.MAX_VALUE))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return name != null ? name : root.text("reservedTicket.ticketNumber", "ticketNumber");
    }

    /** The name of a person. */
    static @Nullable String name(Thing person, int most) {
        if (person.text() != null) {
            return person.markRead().cut(person.text(), most);
        }
        String name = person.text(most, "name");
        String parts = Address.joined(" ", person.text("givenName"), person.text("familyName"));
        return name != null ? name : person.cut(parts, most);
    }

    static @Nullable TicketTime modified(ObjectNode document) {
        return modified(Thing.root(document));
    }

    static @Nullable TicketTime modified(Thing document) {
        return document.all("modifiedTime")
                .map(Thing::markRead)
                .map(Times::read)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The documents of a part, with what its row has; one at least. */
    static List<ObjectNode> documents(Part part) {
        List<ObjectNode> documents =
                part.current().stream().map(ObjectNode::deepCopy).collect(Collectors.toCollection(ArrayList::new));
        if (documents.isEmpty()) {
            documents.add(part.kind.document());
        }
        Map<Field, Object> said = readAll(part.kind, documents);
        Map<Field, Object> stored = part.values();
        for (Field field : part.kind.fields) {
            Object value = stored.get(field);
            if (!field.agree(said.get(field), value)) {
                documents.forEach(document -> field.write(document, value));
                said = readAll(part.kind, documents);
            }
        }
        documents.stream()
                .filter(document -> !document.has("@context"))
                .forEach(document -> document.put("@context", JsonLd.CONTEXT));
        return documents;
    }
}
