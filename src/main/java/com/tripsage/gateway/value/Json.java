package com.tripsage.gateway.value;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value as text. The value of a {@code jsonb} column goes to the client without being parsed.
 */
public record Json(@JsonValue @JsonRawValue String text) {

    public static final Json EMPTY_OBJECT = new Json("{}");
    public static final Json EMPTY_LIST = new Json("[]");

    private static final Set<String> EMPTY = Set.of("{}", "[]", "\"\"", "null");

    /** The column's value; null where the column is null. */
    public static @Nullable Json of(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : new Json(text);
    }

    /** Whether it is an empty object, list or text, or null. */
    public boolean isEmpty() {
        return EMPTY.contains(text);
    }

    public boolean isObject() {
        return text.startsWith("{");
    }
}
