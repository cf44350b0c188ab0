package com.tripsage.gateway.paging;

import com.tripsage.gateway.graphql.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Function;

/**
 * An ordering of rows by one expression and, among equals, by id. A page begins behind a row's values, not at an
 * offset, so it stays right while rows come and go.
 *
 * @param name names the ordering inside a cursor, so that a cursor of another ordering is refused
 * @param expression what is ordered by, never null, as an index has it
 * @param type the expression's type in PostgreSQL
 * @param key the expression's value for a row, as PostgreSQL reads it
 */
public record Keyset<T>(
        String name,
        String expression,
        String type,
        boolean descending,
        Function<T, String> key,
        Function<T, UUID> id) {

    private static final String SEPARATOR = "|";

    String cursorOf(T row) {
        String plain =
                String.join(SEPARATOR, name, key.apply(row), id.apply(row).toString());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    Position positionOf(PageRequest page, String cursor) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            String[] parts = plain.split("\\|", -1);
            if (parts.length == 3 && parts[0].equals(name) && KeyTypes.isValid(type, parts[1])) {
                return new Position(parts[1], UUID.fromString(parts[2]));
            }
        } catch (IllegalArgumentException e) {
            throw broken(page);
        }
        throw broken(page);
    }

    private static Refusal broken(PageRequest page) {
        return Refusal.invalid(page.cursorArgument(), "is no cursor of this list in this order");
    }

    /** The condition for rows behind a position, and the order, for one direction of reading. */
    String condition(boolean backward) {
        return "(" + expression + ", id) " + (descending == backward ? ">" : "<") + " (cast(:cursorKey as " + type
                + "), cast(:cursorId as uuid))";
    }

    String order(boolean backward) {
        String direction = descending == backward ? " asc" : " desc";
        return expression + direction + ", id" + direction;
    }

    record Position(String key, UUID id) {}
}
