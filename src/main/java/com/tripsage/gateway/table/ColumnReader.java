package com.tripsage.gateway.table;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The way from a column of a row to the value of a record's component. */
@FunctionalInterface
public interface ColumnReader {

    @Nullable
    Object read(ResultSet row, int column) throws SQLException;
}
