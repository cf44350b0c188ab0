package com.tripsage.gateway.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.RowMapper;

/** The rows of a query by an id in one of their columns, as data loaders want them. */
public final class RowsById {

    private RowsById() {}

    /** The one value of each id. */
    public static <T> ResultSetExtractor<Map<UUID, T>> values(String column, RowMapper<T> mapper) {
        return rows -> {
            Map<UUID, T> values = new HashMap<>();
            while (rows.next()) {
                values.put(rows.getObject(column, UUID.class), mapper.mapRow(rows, rows.getRow()));
            }
            return values;
        };
    }

    /** All values of each id, in the order of the rows; a row without a value says only that the list is known. */
    public static <T> ResultSetExtractor<Map<UUID, List<T>>> lists(String column, RowMapper<@Nullable T> mapper) {
        return rows -> {
            Map<UUID, List<T>> lists = new HashMap<>();
            while (rows.next()) {
                List<T> values = lists.computeIfAbsent(rows.getObject(column, UUID.class), _ -> new ArrayList<>());
                T value = mapper.mapRow(rows, rows.getRow());
                if (value != null) {
                    values.add(value);
                }
            }
            return lists;
        };
    }
}
