package com.tripsage.gateway.paging;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** The types of a cursor's keys. A key that can't be a value of its column is refused before PostgreSQL sees it. */
final class KeyTypes {

    private static final int LAST_YEAR = 9999;

    /** A whole number, with few enough digits to fit in any case. */
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");

    /** PostgreSQL knows offsets of less than 16 hours. */
    private static final int MAX_OFFSET_SECONDS = 16 * 3600;

    private KeyTypes() {}

    static boolean isValid(String type, String key) {
        try {
            return switch (type) {
                case "date" ->
                    key.equals("infinity") || isStorable(LocalDate.parse(key).getYear());
                case "timestamptz" -> isStorable(OffsetDateTime.parse(key));
                case "bigint" -> WHOLE_NUMBER.matcher(key).matches();
                default -> throw new IllegalArgumentException("No keyset is ordered by " + type);
            };
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static boolean isStorable(OffsetDateTime moment) {
        return isStorable(moment.getYear()) && Math.abs(moment.getOffset().getTotalSeconds()) < MAX_OFFSET_SECONDS;
    }

    private static boolean isStorable(int year) {
        return year >= 1 && year <= LAST_YEAR;
    }
}
