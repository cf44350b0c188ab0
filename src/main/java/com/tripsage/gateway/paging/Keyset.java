package com.tripsage.gateway.paging;

import com.tripsage.gateway.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An ordering of rows by expressions that together are unique. A page begins behind a row's values, not at an offset, so
 * it stays right while rows come and go.
 *
 * @param name names the ordering inside a cursor, so that a cursor of another ordering is refused
 * @param keys what is ordered by, as an index has it
 */
public record Keyset(String name, boolean descending, List<Key> keys) {

    private static final String CURSOR_COLUMN = "keyset_cursor";
    private static final String SEPARATOR = "|";

    /** Orders rows by their position alone. */
    public static Keyset byPosition(String name) {
        return new Keyset(name, false, List.of(Key.POSITION));
    }

    /**
     * Orders rows by an expression and, among equals, as they were made.
     *
     * @param expression never null
     * @param type the expression's type in PostgreSQL
     */
    public static Keyset by(String name, String expression, String type, boolean descending) {
        return new Keyset(name, descending, List.of(new Key(expression, type), Key.POSITION));
    }

    /** A column more to select: the keys of the row. */
    String cursorColumn() {
        return keys.stream()
                .map(key -> "to_jsonb(" + key.expression() + ") #>> '{}'")
                .collect(Collectors.joining(", ", "concat_ws('" + SEPARATOR + "', ", ") as " + CURSOR_COLUMN));
    }

    /** The position of a row that was selected with the column. */
    Position positionOf(ResultSet row) throws SQLException {
        return new Position(name, row.getString(CURSOR_COLUMN));
    }

    /** The position of a row in an ordering, whose cursor is made when it is asked for. */
    record Position(String ordering, String keys) {

        String cursor() {
            byte[] plain = (ordering + SEPARATOR + keys).getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
        }
    }

    /** The values of the keys at the page's cursor. */
    List<String> positionOf(PageRequest page, String cursor) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            List<String> parts = List.of(plain.split("\\|", -1));
            if (parts.get(0).equals(name) && areKeys(parts.subList(1, parts.size()))) {
                return parts.subList(1, parts.size());
            }
        } catch (IllegalArgumentException e) {
            throw broken(page);
        }
        throw broken(page);
    }

    private boolean areKeys(List<String> values) {
        return values.size() == keys.size()
                && IntStream.range(0, values.size())
                        .allMatch(i -> KeyTypes.isValid(keys.get(i).type(), values.get(i)));
    }

    private static Refusal broken(PageRequest page) {
        return Refusal.invalid(page.cursorArgument(), "is not a cursor of this list in this order");
    }

    /** The condition for rows behind a position, whose values are the parameters of the keys, for one direction of reading. */
    String condition(boolean backward) {
        return keys.stream().map(Key::expression).collect(Collectors.joining(", ", "(", ")"))
                + (descending == backward ? " > " : " < ")
                + IntStream.range(0, keys.size())
                        .mapToObj(i ->
                                "cast(:" + parameter(i) + " as " + keys.get(i).type() + ")")
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    String order(boolean backward) {
        String direction = descending == backward ? " asc" : " desc";
        return keys.stream().map(key -> key.expression() + direction).collect(Collectors.joining(", "));
    }

    static String parameter(int key) {
        return "cursorKey" + key;
    }

    /**
     * One expression of an ordering.
     *
     * @param type its type in PostgreSQL
     */
    record Key(String expression, String type) {

        /** In which order rows were made. */
        static final Key POSITION = new Key("position", "bigint");
    }
}
