package com.tripsage.gateway.graphql;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value as text. What comes out of a {@code jsonb} column goes to the client as it is, without being parsed.
 */
public record Json(@JsonValue @JsonRawValue String text) {

    public static final Json EMPTY_OBJECT = new Json("{}");
    public static final Json EMPTY_LIST = new Json("[]");

    /** The column's value; null where the column is null. */
    public static @Nullable Json of(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : new Json(text);
    }

    public boolean isObject() {
        return text.startsWith("{");
    }
}
