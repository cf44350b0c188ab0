package com.tripsage.gateway.value;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** An embedding, as pgvector writes it, which is how JSON writes an array of numbers. */
public record Vector(String text) {

    /** How many numbers an embedding has. */
    public static final int DIMENSIONS = 1536;

    /** The column's value; null where the column is null. */
    public static @Nullable Vector of(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : new Vector(text);
    }
}
