package com.tripsage.gateway.reservation;

import com.tripsage.gateway.trip.BookingStatus;
import com.tripsage.gateway.value.Columns;
import com.tripsage.gateway.value.TicketTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A part of a trip, with the documents that have come to it. It takes those that come, and is then written. */
final class Part {

    /** The documents in {@code raw_data}, beside what else is there. */
    private static final String DOCUMENTS = "reservations";

    /** The most documents that are kept, the last ones. */
    private static final int MOST_DOCUMENTS = 100;

    final UUID id;
    final Kind kind;
    final boolean isNew;

    private final Map<Field, Object> values;
    private final ObjectNode rawData;
    private final List<ObjectNode> documents = new ArrayList<>();
    private final Map<Field, @Nullable Object> changes = new HashMap<>();

    /** Worked out when somebody asks, and again when something has changed. */
    private final List<Identity> identities = new ArrayList<>();

    private @Nullable UUID key;
    private boolean isTouched;

    private Part(UUID id, Kind kind, boolean isNew, Map<Field, Object> values, JsonNode raw, @Nullable UUID key) {
        this.id = id;
        this.kind = kind;
        this.isNew = isNew;
        this.values = values;
        this.key = key;
        this.rawData = raw instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        if (!raw.isObject() && !raw.isEmpty()) {
            rawData.set("source", raw);
        }
        rawData.path(DOCUMENTS).valueStream().forEach(document -> {
            if (document instanceof ObjectNode object) {
                documents.add(object);
            }
        });
    }

    static Part of(Kind kind) {
        return new Part(UUID.randomUUID(), kind, true, new HashMap<>(), JsonNodeFactory.instance.objectNode(), null);
    }

    static Part of(PartTable table, JsonNode row) {
        Kind kind = Kind.ofRow(table, row);
        Map<Field, Object> values = new HashMap<>();
        for (Field field : kind.fields) {
            Object value = field.ofRow(row);
            if (value != null) {
                values.put(field, value);
            }
        }
        String key = TextColumn.text(row, "import_key");
        return new Part(
                UUID.fromString(row.path("id").asString()),
                kind,
                false,
                values,
                row.path("raw_data"),
                key == null ? null : UUID.fromString(key));
    }

    Map<Field, Object> values() {
        return values;
    }

    @Nullable
    UUID key() {
        return key;
    }

    boolean isChanged() {
        return isNew || isTouched;
    }

    /** What it is known as: as its row has it, and as each of its documents. */
    List<Identity> identities() {
        if (identities.isEmpty()) {
            identities.add(Identity.of(kind, values));
            documents.forEach(document -> identities.add(Identity.of(kind, Reservations.read(kind, document))));
        }
        return identities;
    }

    boolean has(ObjectNode document) {
        return documents.stream().anyMatch(known -> Reservations.areEqual(known, document));
    }

    /** Whether one for the same traveller has come that was modified later. */
    boolean hasNewerThan(ObjectNode document) {
        TicketTime modified = Reservations.modified(document);
        String traveller = Reservations.traveller(document);
        return current().stream()
                .filter(known -> Objects.equals(Reservations.traveller(known), traveller))
                .anyMatch(known -> Times.isBefore(modified, Reservations.modified(known), null));
    }

    /** The documents that count: the last one of each traveller, and behind one for nobody in particular those that came after it. */
    List<ObjectNode> current() {
        Map<String, ObjectNode> current = new LinkedHashMap<>();
        for (ObjectNode document : documents) {
            String traveller = Reservations.traveller(document);
            if (traveller == null) {
                current.clear();
            }
            current.put(String.valueOf(traveller), document);
        }
        return List.copyOf(current.values());
    }

    /** Takes a document: what it says, and those before it haven't said, is changed. */
    void take(ObjectNode document, Identity identity) {
        Map<Field, Object> before = Reservations.readAll(kind, current());
        documents.add(document);
        Map<Field, Object> after = Reservations.readAll(kind, current());
        after.forEach((field, value) -> {
            if (!value.equals(before.get(field)) && !field.agree(value, values.get(field))) {
                change(field, value);
            }
        });
        if (!after.containsKey(Kind.STATUS) && isOffer()) {
            change(Kind.STATUS, BookingStatus.BOOKED);
        }
        key = identity.key();
        identities.clear();
        isTouched = true;
    }

    private boolean isOffer() {
        return values.get(Kind.STATUS) == BookingStatus.SEARCHED || values.get(Kind.STATUS) == BookingStatus.HELD;
    }

    /** Takes the cancellation of a reservation of which it is a part. */
    void cancel(ObjectNode document) {
        documents.add(document);
        identities.clear();
        change(Kind.STATUS, BookingStatus.CANCELLED);
        isTouched = true;
    }

    void change(Field field, @Nullable Object value) {
        identities.clear();
        changes.put(field, value);
        if (value == null) {
            values.remove(field);
        } else {
            values.put(field, value);
        }
    }

    /** What is to be written: of a new row all, of another one what has changed. */
    ObjectNode row() {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("id", id.toString());
        if (isNew && kind.table == PartTable.BOOKINGS) {
            row.put("kind", Columns.lowerCase(kind));
        }
        for (Field field : kind.fields) {
            if (isNew || changes.containsKey(field)) {
                field.toRow(row, changes.get(field));
            }
        }
        rawData.putArray(DOCUMENTS)
                .addAll(documents.subList(Math.max(0, documents.size() - MOST_DOCUMENTS), documents.size()));
        row.set("raw_data", rawData);
        row.put("import_key", key == null ? null : key.toString());
        return row;
    }
}
