package com.tripsage.gateway.reservation;

import com.tripsage.gateway.trip.BookingStatus;
import com.tripsage.gateway.value.Columns;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The state of a booking. */
record StatusField() implements Field {

    private static final String WAY = "reservationStatus";

    private static final Map<BookingStatus, String> NAMES = Map.of(
            BookingStatus.SEARCHED, "ReservationPending",
            BookingStatus.HELD, "ReservationHold",
            BookingStatus.BOOKED, "ReservationConfirmed",
            BookingStatus.CANCELLED, "ReservationCancelled");

    @Override
    public @Nullable Object read(Thing document) {
        Thing said = document.firstText(WAY, WAY + ".@id", WAY + ".name");
        if (said == null) {
            return null;
        }
        String name = JsonLd.plain(String.valueOf(said.text()));
        return NAMES.entrySet().stream()
                .filter(known -> known.getValue().equalsIgnoreCase(name)
                        || known.getValue().equalsIgnoreCase("Reservation" + name))
                .peek(_ -> said.markRead())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    @Override
    public void write(ObjectNode document, @Nullable Object value) {
        Nodes.set(document, WAY, value == null ? null : JsonLd.CONTEXT + "/" + NAMES.get((BookingStatus) value));
    }

    @Override
    public @Nullable Object ofRow(JsonNode row) {
        return Columns.constant(BookingStatus.class, TextColumn.text(row, "status"));
    }

    @Override
    public void toRow(ObjectNode row, @Nullable Object value) {
        row.put("status", Columns.lowerCase(value == null ? BookingStatus.BOOKED : (BookingStatus) value));
    }
}
