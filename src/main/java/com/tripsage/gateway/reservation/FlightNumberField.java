package com.tripsage.gateway.reservation;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The number of a flight with the airline's code in front, which documents often have apart. */
record FlightNumberField() implements TextColumn {

    private static final int MOST = 20;
    private static final String CODE = "reservationFor.airline.iataCode";
    private static final String NUMBER = "reservationFor.flightNumber";
    private static final Pattern DIGITS = Pattern.compile("\\d{1,5}[A-Za-z]?");
    private static final TextField COLUMN = new TextField("flight_number", MOST, NUMBER);

    @Override
    public String column() {
        return COLUMN.column();
    }

    @Override
    public @Nullable Object read(Thing document) {
        String number = (String) COLUMN.read(document);
        if (number == null || !DIGITS.matcher(number).matches()) {
            return number;
        }
        String code = document.text(2, CODE, "reservationFor.provider.iataCode");
        return code == null ? number : code + number;
    }

    @Override
    public void write(ObjectNode document, @Nullable Object value) {
        if (value instanceof String number && DIGITS.matcher(number).matches()) {
            Nodes.set(document, CODE, (JsonNode) null);
            Nodes.set(document, "reservationFor.provider.iataCode", (JsonNode) null);
        }
        COLUMN.write(document, value);
    }
}
