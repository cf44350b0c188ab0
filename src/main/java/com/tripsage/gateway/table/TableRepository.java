package com.tripsage.gateway.table;

import com.tripsage.gateway.database.UuidArray;
import com.tripsage.gateway.graphql.NodeSource;
import com.tripsage.gateway.value.Columns;
import com.tripsage.gateway.value.Json;
import java.sql.Types;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.StringUtils;

/** The rows of a table that the caller sees, each operation one statement. */
public abstract class TableRepository<R extends Record> implements NodeSource {

    private final Table<R> table;
    protected final JdbcClient jdbc;

    protected TableRepository(Table<R> table, JdbcClient jdbc) {
        this.table = table;
        this.jdbc = jdbc;
    }

    /** Of a record of rows the name is that of its type in the schema. */
    @Override
    public final String type() {
        return table.type().getSimpleName();
    }

    @Override
    public final String exists() {
        return table.exists;
    }

    @Override
    public final Optional<R> find(UUID id) {
        return jdbc.sql(table.select() + " where id = :id")
                .param("id", id)
                .query(table)
                .optional();
    }

    public final List<R> findAll(Collection<UUID> ids) {
        return jdbc.sql(table.select() + " where id = any(:ids)")
                .param("ids", UuidArray.of(ids))
                .query(table)
                .list();
    }

    /** Rows that are parts of others, in an order. */
    protected final List<R> findByParents(String column, Collection<UUID> parents, String order) {
        return jdbc.sql(table.select() + " where " + column + " = any(:parents) order by " + order)
                .param("parents", UuidArray.of(parents))
                .query(table)
                .list();
    }

    /** A column that is read by itself, as JSON, of those rows where it is not null. */
    protected final Map<UUID, Json> findJson(String column, Collection<UUID> ids) {
        return jdbc.sql("select id, " + column + " from " + table.name() + " where id = any(:ids) and " + column
                        + " is not null")
                .param("ids", UuidArray.of(ids))
                .query(RowsById.values("id", (row, _) -> new Json(row.getString(column))));
    }

    /** Adds a row of the caller's. */
    protected final R insertRow(Record input) {
        R row = jdbc.sql(table.insert)
                .param("rows", Columns.json(List.of(table.newRow(input))))
                .query(table)
                .single();
        return WrittenMoney.checked("input", input, row);
    }

    /** Adds a part to a row, an input's field with the name of its type; empty where the caller does not see that row. */
    protected final Optional<R> insertPart(UUID parent, Record input) {
        String path = "input." + StringUtils.uncapitalize(type());
        return insertParts(parent, List.of(input), _ -> path).stream().findFirst();
    }

    /** Adds parts to a row, from a list with the name of the table; none where the caller does not see that row. */
    protected final List<R> insertRows(UUID parent, List<? extends Record> inputs) {
        String path = "input." + table.name().substring(table.name().indexOf('.') + 1);
        return insertParts(parent, inputs, place -> path + "[" + place + "]");
    }

    private List<R> insertParts(UUID parent, List<? extends Record> inputs, IntFunction<String> path) {
        List<R> rows = jdbc.sql(table.insert)
                .param("rows", Columns.json(inputs.stream().map(table::newRow).toList()))
                .param("parent", parent)
                .query(table)
                .list();
        for (int place = 0; place < rows.size(); place++) {
            WrittenMoney.checked(path.apply(place), inputs.get(place), rows.get(place));
        }
        return rows;
    }

    /** Changes the fields that the input gives; empty where there is no such row of this version that the caller may change. */
    protected final Optional<R> updateRow(UUID id, @Nullable Integer expectedVersion, Record input) {
        return jdbc.sql(table.update)
                .param("patch", table.columnsOf(input).json())
                .param("id", id)
                .param("expectedVersion", expectedVersion, Types.INTEGER)
                .query(table)
                .optional()
                .map(row -> WrittenMoney.checked("input", input, row));
    }

    /** Deletes a row and tells the row that it was part of, or itself where it was part of none. */
    public final Optional<UUID> delete(UUID id) {
        return jdbc.sql(table.delete).param("id", id).query(UUID.class).optional();
    }
}
