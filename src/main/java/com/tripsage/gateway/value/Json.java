package com.tripsage.gateway.value;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ResultSetExtractor;

/**
 * A JSON value as text. The value of a {@code jsonb} column goes to the client without being parsed.
 */
public record Json(@JsonValue @JsonRawValue String text) {

    public static final Json EMPTY_OBJECT = new Json("{}");
    public static final Json EMPTY_LIST = new Json("[]");

    private static final Set<String> EMPTY = Set.of("{}", "[]", "\"\"", "null");

    /** The column's value; null where the column is null. */
    public static @Nullable Json of(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : new Json(text);
    }

    /** Reads rows of an id and a JSON column that is not null. */
    public static ResultSetExtractor<Map<UUID, Json>> byId(String column) {
        return rows -> {
            Map<UUID, Json> values = new HashMap<>();
            while (rows.next()) {
                values.put(rows.getObject("id", UUID.class), new Json(rows.getString(column)));
            }
            return values;
        };
    }

    /** Whether it is an empty object, list or text, or null. */
    public boolean isEmpty() {
        return EMPTY.contains(text);
    }

    public boolean isObject() {
        return text.startsWith("{");
    }
}
