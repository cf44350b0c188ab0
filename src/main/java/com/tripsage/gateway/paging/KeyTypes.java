package com.tripsage.gateway.paging;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** Whether a cursor's key can be a value of its column, so that a forged one is refused before PostgreSQL sees it. */
final class KeyTypes {

    private KeyTypes() {}

    static boolean isValid(String type, String key) {
        try {
            switch (type) {
                case "date" -> {
                    if (!key.equals("infinity")) {
                        LocalDate.parse(key);
                    }
                }
                case "timestamptz" -> OffsetDateTime.parse(key);
                default -> throw new IllegalArgumentException("No keyset is ordered by " + type);
            }
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
